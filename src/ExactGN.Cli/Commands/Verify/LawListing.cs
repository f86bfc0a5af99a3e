using System.Text.Encodings.Web;
using System.Text.Json;

namespace ExactGN.Cli.Commands.Verify;

/// <summary>All laws with what they need.</summary>
internal static class LawListing
{
    private static readonly JsonSerializerOptions Options =
        new()
        {
            WriteIndented = true,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
        };

    internal static int Print(bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(LawBook.All.Select(law => new
            {
                law.Id,
                law.Title,
                law.Chapter,
                Family = law.Family.ToString().ToLowerInvariant(),
                Level = law.Level.ToString().ToLowerInvariant(),
                law.Operations,
                Needs = law.Needs.Select(need => need.Name),
                law.RestsOn,
            }), Options));
            return 0;
        }

        foreach (var law in LawBook.All)
        {
            var needs = string.Join(", ", law.Operations.Concat(law.Needs.Select(need => need.Name)));
            Console.Out.WriteLine($"{law.Id,-8} {law.Title}: {needs}");
        }

        Console.Out.WriteLine($"{LawBook.All.Count} laws");
        return 0;
    }
}
