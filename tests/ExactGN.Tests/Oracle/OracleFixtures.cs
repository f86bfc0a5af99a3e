namespace ExactGN.Tests.Oracle;

/// <summary>The reference values in the repository's fixtures folder.</summary>
internal static class OracleFixtures
{
    internal static string Folder { get; } = Find();

    private static readonly Lazy<OracleTrajectory> Loaded = new(
        () => OracleTrajectory.Load(Path.Combine(Folder, "trajectory")));

    internal static OracleTrajectory Trajectory => Loaded.Value;

    internal static string CasePath(string id) => Path.Combine(Folder, $"{id}.json");

    internal static OracleCase Case(string id) => OracleCase.Load(CasePath(id));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ExactGN.Verification.sln")))
            {
                return Path.Combine(folder.FullName, "fixtures", "oracle");
            }
        }

        throw new DirectoryNotFoundException(
            $"The tests read fixtures/oracle beside ExactGN.Verification.sln, above {AppContext.BaseDirectory}; "
            + "it is not there.");
    }
}
