namespace ExactGN.Experiments.Tests;

/// <summary>A report on all fourteen experiments with their sweeps, over ten seeds, from runs whose curves are made
/// up.</summary>
internal static class SyntheticReport
{
    /// <summary>Writes it into a folder.</summary>
    internal static void Write(string path)
    {
        var reproduction = new Reproduction(
            new(path, [.. Enumerable.Range(42, 10)], "cpu", ScalarType.Float32, Scale.Smoke)
            {
                Experiments = ["all"],
                Sweep = true,
            });
        RunResult[] runs = [.. reproduction.Runs.Select(Run)];
        ReproductionReport.Write(
            new OutputFolder(path), reproduction, runs, reproduction.Judge(runs), TimeSpan.FromSeconds(1));
    }

    // Rough curves with digits as real ones have, every measured column filled; one run diverges.
    private static RunResult Run(RunConfiguration run)
    {
        var random = new Random(run.Seed + 100 * run.Arm.ToString().Length);
        var diverges = run is { Setting: "mini-batch", Seed: 43 } && run.Arm == "gn";
        double Rough(double value) => value * (1 + 0.05 * random.NextDouble());
        return new(
            run,
            [
                .. from epoch in Enumerable.Range(0, diverges ? 8 : run.Epochs + 1)
                   let loss = Rough(2.3 / (1 + (run.Optimiser is GaussNewtonOptions ? 1 : 0.3) * epoch) + 0.01)
                   let share = Rough(0.9 / (1 + 0.01 * epoch))
                   let rough = Rough(0.8)
                   select new EpochMetrics(epoch, 31 * epoch, loss, rough, Rough(loss), Rough(0.85), Rough(3), rough,
                       rough, Rough(0.2), Rough(29), rough, Rough(2),
                       Rough(0.3 * epoch), share, share, epoch == 0 ? null : Rough(1.0 / epoch), Rough(25), share,
                       share, share, share, share, Rough(1.1), Rough(0.4), Rough(0.3), Rough(loss), rough,
                       share, share, share, share, Rough(loss), Rough(loss), share, share),
            ],
            diverges ? new(8, 240, "made up") : null,
            Seconds: 1);
    }
}
