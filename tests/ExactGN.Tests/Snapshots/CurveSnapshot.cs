namespace ExactGN.Tests;

/// <summary>
/// Compares curves with a committed fixtures/snapshots/NAME.verified.csv. A mismatch writes NAME.received.csv beside
/// it, as Verify does; unlike Verify it compares numbers, each column within its own tolerance.
/// </summary>
public static class CurveSnapshot
{
    /// <summary>Fails, naming the worst column and row, where the curves differ from the snapshot by more
    /// than its tolerances.</summary>
    /// <param name="name">The snapshot's name.</param>
    /// <param name="curves">The curves; the snapshot's tolerances count, not theirs.</param>
    /// <param name="tolerances">Measures the tolerances, one per column, where curves are written
    /// that may be committed.</param>
    public static void Verify(string name, CurveTable curves, Func<IReadOnlyList<double>> tolerances)
    {
        var verifiedPath = PathOf(name, "verified");
        var receivedPath = PathOf(name, "received");
        if (Environment.GetEnvironmentVariable("EXACTGN_ACCEPT") is { Length: > 0 } && !OnCi)
        {
            WriteTo(verifiedPath);
            File.Delete(receivedPath);
            return;
        }

        var difference = File.Exists(verifiedPath)
            ? curves.DifferenceFrom(Verified(name))
            : "there is no verified snapshot";
        if (difference is null)
        {
            File.Delete(receivedPath);
            return;
        }

        WriteTo(receivedPath);
        Assert.Fail(
            $"Snapshot {name}: {difference}. The new curves are in {Path.GetFileName(receivedPath)}; "
            + "if they are right, accept them with EXACTGN_ACCEPT=1 dotnet test -c Release --filter Snapshot.");

        void WriteTo(string path)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, (curves with { Tolerances = tolerances() }).Format());
        }
    }

    /// <summary>The committed table.</summary>
    public static CurveTable Verified(string name) => CurveTable.Parse(File.ReadAllText(PathOf(name, "verified")));

    private static bool OnCi => Environment.GetEnvironmentVariable("CI") is { Length: > 0 };

    private static string PathOf(string name, string kind) =>
        Repository.PathOf("fixtures", "snapshots", $"{name}.{kind}.csv");
}
