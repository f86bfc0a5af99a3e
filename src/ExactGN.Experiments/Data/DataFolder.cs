namespace ExactGN.Experiments.Data;

/// <summary>A folder that may hold data sets, each in a folder of its own.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Reason">Why it is looked at, such as "EXACTGN_DATA".</param>
public sealed record DataFolder(string Path, string Reason)
{
    /// <summary>Finds a data set: the first of its folders with any of its files; this folder itself,
    /// where it has such a name.</summary>
    /// <param name="source">The data set.</param>
    /// <returns>Where it is; null when it is not here.</returns>
    public LocatedData? Find(DataSource source) =>
        ((IEnumerable<string>)[source.Id, .. source.OtherFolders])
            .SelectMany(name => IsCalled(name)
                ? (string[])[System.IO.Path.Combine(Path, name), Path]
                : [System.IO.Path.Combine(Path, name)])
            .Where(folder => source.Files.Any(file => file.In(folder) is not null))
            .Select(folder => new LocatedData(source, folder, Reason))
            .FirstOrDefault();

    private bool IsCalled(string name) => $"/{System.IO.Path.GetFullPath(Path).Replace('\\', '/').TrimEnd('/')}"
        .EndsWith($"/{name}", StringComparison.Ordinal);
}
