namespace ExactGN.Experiments.Data;

/// <summary>A folder that may hold data sets, each in a folder of its own.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Reason">Why it is looked at, such as "EXACTGN_DATA".</param>
public sealed record DataFolder(string Path, string Reason)
{
    /// <summary>Finds a data set: the first of its folders with any of its files; this folder itself,
    /// where it has such a name or the first part of one.</summary>
    /// <param name="source">The data set.</param>
    /// <returns>Where it is; null when it is not here.</returns>
    public LocatedData? Find(DataSource source) =>
        ((IEnumerable<string>)[source.Id, .. source.OtherFolders])
            .SelectMany(Places)
            .Where(folder => source.Files.Any(file => file.In(folder) is not null))
            .Select(folder => new LocatedData(source, folder, Reason))
            .FirstOrDefault();

    // Below it; it itself; what is left of the name below it, as raw below MNIST.
    private IEnumerable<string> Places(string name)
    {
        yield return System.IO.Path.Combine(Path, name);
        if (IsCalled(name))
        {
            yield return Path;
        }

        if (name.Split('/') is [var first, var rest] && IsCalled(first))
        {
            yield return System.IO.Path.Combine(Path, rest);
        }
    }

    private bool IsCalled(string name) => $"/{System.IO.Path.GetFullPath(Path).Replace('\\', '/').TrimEnd('/')}"
        .EndsWith($"/{name}", StringComparison.Ordinal);
}
