using System.Text.Json.Nodes;

namespace ExactGN.Tests.Oracle;

/// <summary>A case of the fixtures with some of its keys alone, in a file of its own.</summary>
internal sealed record PartialCase(string Path) : IDisposable
{
    internal static PartialCase Of(string id, IReadOnlyCollection<string> keys)
    {
        var root = JsonNode.Parse(File.ReadAllText(OracleFixtures.CasePath(id)))!.AsObject();
        foreach (var key in root.Select(member => member.Key).Except(keys).ToArray())
        {
            root.Remove(key);
        }

        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"exactgn-partial-{Guid.NewGuid():N}.json");
        File.WriteAllText(path, root.ToJsonString());
        return new(path);
    }

    public void Dispose() => File.Delete(Path);
}
