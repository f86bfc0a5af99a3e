namespace ExactGN.Tests;

/// <summary>
/// Compares curves with a committed fixtures/snapshots/NAME.verified.csv. A mismatch writes NAME.received.csv beside it, as Verify does; unlike
/// Verify it compares numbers, each column within its own tolerance.
/// </summary>
public static class CurveSnapshot
{
    /// <summary>Fails, naming the worst column and row, where the curves differ from the snapshot by more than its tolerances.</summary>
    /// <param name="name">The snapshot's name.</param>
    /// <param name="received">The curves, with the tolerances to be committed if they are accepted.</param>
    public static void Verify(string name, CurveTable received)
    {
        var verifiedPath = PathOf(name, "verified");
        var receivedPath = PathOf(name, "received");
        if (Environment.GetEnvironmentVariable("EXACTGN_ACCEPT") is { Length: > 0 } && !OnCi)
        {
            File.WriteAllText(verifiedPath, received.Format());
            File.Delete(receivedPath);
            return;
        }

        var difference = File.Exists(verifiedPath)
            ? received.DifferenceFrom(CurveTable.Parse(File.ReadAllText(verifiedPath)))
            : "there is no verified snapshot";
        if (difference is null)
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, received.Format());
        Assert.Fail($"Snapshot {name}: {difference}. The new curves are in {Path.GetFileName(receivedPath)}; if they are right, accept them with EXACTGN_ACCEPT=1 dotnet test -c Release --filter Snapshot.");
    }

    private static bool OnCi => Environment.GetEnvironmentVariable("CI") is { Length: > 0 };

    private static string PathOf(string name, string kind) => Repository.PathOf("fixtures", "snapshots", $"{name}.{kind}.csv");
}
