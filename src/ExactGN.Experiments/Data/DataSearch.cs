namespace ExactGN.Experiments.Data;

/// <summary>Where data sets are looked for, in order: <c>--data-dir</c>, <c>EXACTGN_DATA</c>, the user's cache
/// folder, Debian's packages.</summary>
/// <param name="Folders">The folders.</param>
public sealed record DataSearch(IReadOnlyList<DataFolder> Folders)
{
    /// <summary>The environment variable that names a data folder.</summary>
    public const string Variable = "EXACTGN_DATA";

    // Debian's dataset-fashion-mnist installs to the folder of that name in it.
    private const string DebianFolder = "/usr/share/datasets";

    /// <summary>The search order.</summary>
    /// <param name="dataDir">What <c>--data-dir</c> said; null without it.</param>
    /// <param name="variable">Reads an environment variable; null for the process's own.</param>
    public static DataSearch Order(string? dataDir = null, Func<string, string?>? variable = null)
    {
        variable ??= Environment.GetEnvironmentVariable;
        List<DataFolder> folders = [];
        if (dataDir is not null)
        {
            folders.Add(new(HomePath.Expanded(dataDir), "--data-dir"));
        }

        if (variable(Variable) is { Length: > 0 } folder)
        {
            folders.Add(new(HomePath.Expanded(folder), Variable));
        }

        folders.Add(new(Cache(variable), "your cache folder"));
        if (OperatingSystem.IsLinux())
        {
            folders.Add(new(DebianFolder, "Debian's packages"));
        }

        return new(folders);
    }

    /// <summary>Where fetched files go: the first folder, which is the most particular wish.</summary>
    public DataFolder Target => Folders[0];

    /// <summary>Finds a data set; the first folder with any of its files counts, so that a missing file is named
    /// and not found elsewhere.</summary>
    /// <param name="source">The data set.</param>
    public LocatedData? Find(DataSource source) =>
        Folders.Select(folder => folder.Find(source)).FirstOrDefault(found => found is not null);

    /// <summary>The same, and it must be found.</summary>
    /// <param name="source">The data set.</param>
    /// <exception cref="FileNotFoundException">It is not; the message names the places and what helps.</exception>
    public LocatedData Require(DataSource source) => Find(source) ?? throw new FileNotFoundException(
        $"{source.Name} must be in a folder '{source.Id}' of "
        + $"{string.Join(" or ", Folders.Select(folder => $"'{folder.Path}' ({folder.Reason})"))}, and is not; "
        + $"'exactgn data fetch {source.Id}' fetches it, --data-dir or {Variable} name a folder that has it.");

    private static string Cache(Func<string, string?> variable)
    {
        var home = Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var cache = OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : variable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg : Path.Combine(home, ".cache");
        return Path.Combine(cache, "exactgn", "data");
    }
}
