namespace ExactGN.Tests;

/// <summary>Curves on which a claim is known to hold, and for each of its parts a change on which
/// that part alone fails.</summary>
/// <param name="Id">The claim.</param>
/// <param name="Row">(arm, epoch, epochs) → what is recorded.</param>
/// <param name="Spoilers">One per part, in the order of the claim's statement in theory/experiments.md.</param>
public sealed record ClaimWorld(
    string Id, Func<string, int, int, EpochMetrics> Row, IReadOnlyList<ClaimSpoiler> Spoilers)
{
    private const double Adam = 0.1;

    /// <summary>Worlds for the claims beyond the first three, which RUN-17 judges.</summary>
    public static IReadOnlyList<ClaimWorld> All { get; } =
    [
        new("EXP-4",
            (arm, epoch, _) =>
                Loss(epoch) with { KernelAlignment = By(arm, 0.95, 0.8, 0.85), KernelRate = By(arm, 0.1, 0.3, 0.2) },
            [
                new((arm, row) => arm == "gn" ? row with { KernelAlignment = 0.89 } : row),
                new((arm, row) => arm == "adam" ? row with { KernelAlignment = 0.96 } : row),
                new((arm, row) => arm == "sgd" ? row with { KernelAlignment = 0.96 } : row),
                new((arm, row) => arm == "adam" ? row with { KernelRate = 0.05 } : row),
                new((arm, row) => arm == "sgd" ? row with { KernelRate = 0.05 } : row),
            ]),
        new("EXP-5",
            (arm, epoch, _) => Loss(epoch) with { DebiasedCkaFirst = By(arm, 0.95, 0.7, 0.99), DebiasedCkaLast = By(
                arm, 0.92, 0.6, 0.99), DebiasedCkaLeast = 0, CkaFirst = 0, CkaLast = 0 },
            [
                new((arm, row) => arm == "gn" ? row with { DebiasedCkaFirst = 0.89 } : row),
                new((arm, row) => arm == "adam" ? row with { DebiasedCkaFirst = 0.96 } : row),
                new((arm, row) => arm == "gn" ? row with { DebiasedCkaLast = 0.89 } : row),
                new((arm, row) => arm == "adam" ? row with { DebiasedCkaLast = 0.93 } : row),
            ]),
        new("EXP-6",
            (arm, epoch, epochs) => arm switch
            {
                "gn-full" => Final(0.04),
                "adam-full" or "sgd-full" => Final(0.1),
                _ => Saturating(arm == "gn-mini", epoch, epochs),
            },
            [
                new((arm, row) => arm == "adam-full" ? row with { TrainLoss = 0.07 } : row),
                new((arm, row) => arm == "sgd-full" ? row with { TrainLoss = 0.07 } : row),
                new((arm, row, epoch, _) => arm == "gn-mini" && epoch == 1 ? row with { TrainLoss = 9.5 } : row),
                new((arm, row, epoch, epochs) =>
                    arm == "gn-mini" && epoch <= epochs - epochs / 4 && epoch > 1 ? row with { TrainLoss = 1e3 } : row),
                // All that the stall is read off is lowered alike.
                new((arm, row, epoch, _) =>
                    arm == "gn-mini" && epoch > 1 ? row with { TrainLoss = row.TrainLoss / 20 } : row),
                new((arm, row) => arm == "gn-mini" ? row with { TestLoss = 0.1 } : row),
                new((arm, row) => arm == "gn-mini" ? row with { TestAccuracy = 0.99 } : row),
            ]),
        new("EXP-7",
            (arm, _, _) => arm switch { "adam" =>
                Final(Adam), "gn" => Final(0.2) with { TestLoss = 0.5 }, _ => Final(0.15) with { TestLoss = 0.6 } },
            [
                new((arm, row) => arm == "gn-longer" ? row with { TestLoss = 0.4 } : row),
                new((arm, row) => arm == "gn-longer" ? row with { TrainLoss = 0.05 } : row),
            ]),
        // Before the switch at the half both arms of a pair agree.
        new("EXP-8",
            (arm, epoch, epochs) => Final(epoch <= epochs / 2 ? 1 : arm is "adam" or "gn-then-adam" ? 0.1 : 0.8),
            [
                new((arm, row, epoch, epochs) =>
                    arm == "adam-then-gn" && epoch > epochs / 2 ? row with { TrainLoss = 0.05 } : row),
                new((arm, row, epoch, epochs) =>
                    arm == "gn-then-adam" && epoch > epochs / 2 ? row with { TrainLoss = 0.9 } : row),
            ]),
        new("EXP-9",
            (arm, _, _) => NoHelp(arm),
            [.. SpoilNoHelp("gn"), .. SpoilNoHelp("gn-sigma-0.01"), .. SpoilNoHelp("gn-sigma-1e-6")]),
        new("EXP-10",
            (arm, epoch, _) => Loss(epoch) with { WeightCosine = By(arm, 0.52, 0.5, 0.9) },
            [
                new((arm, row) => arm == "gn" ? row with { WeightCosine = 0.3 } : row),
                new((arm, row) => arm == "sgd" ? row with { WeightCosine = 0.51 } : row),
                new((arm, row) => row with { WeightCosine = By(arm, 0.55, 0.59, 0.57) }),
            ]),
        new("EXP-11",
            (arm, epoch, _) => Loss(epoch) with { DebiasedCkaLeast = By(
                arm, 0.95, 0.7, 0.99), DebiasedCkaFirst = 0, DebiasedCkaLast = 0, CkaLeast = 0 },
            [
                new((arm, row) => arm == "gn" ? row with { DebiasedCkaLeast = 0.89 } : row),
                new((arm, row) => arm == "adam" ? row with { DebiasedCkaLeast = 0.96 } : row),
            ]),
        new("EXP-12", (arm, _, _) => NoHelp(arm), [.. SpoilNoCure("gn-eta-0.001"), .. SpoilNoCure("gn-eta-0.0001")]),
        new("EXP-13", (arm, _, _) => NoHelp(arm), [.. SpoilNoCure("gn-decay-0.0001"), .. SpoilNoCure("gn-decay-0.01")]),
        new(
            "EXP-14",
            (arm, _, _) => NoHelp(arm),
            [.. SpoilNoCure("gn-rtol-0.1"), .. SpoilNoCure("gn-damping-1"), .. SpoilNoCure("gn-noise-0.1")]),
    ];

    /// <summary>The claim's runs in this world.</summary>
    /// <param name="experiment">The claim as the catalogue has it.</param>
    /// <param name="spoiler">A change; none when null.</param>
    public IReadOnlyList<RunResult> Runs(Experiment experiment, ClaimSpoiler? spoiler = null) =>
    [
        .. from run in experiment.Setting.Runs([1, 2, 3, 4], ScalarType.Float64)
           select new RunResult(
               run,
               [.. Enumerable.Range(0, run.Epochs + 1).Select(epoch => Of(run, epoch, spoiler))],
               null,
               Seconds: 0),
    ];

    // Every seed's losses have a factor of its own, which the comparison by seed must not see.
    private EpochMetrics Of(RunConfiguration run, int epoch, ClaimSpoiler? spoiler)
    {
        var row = Row($"{run.Arm}", epoch, run.Epochs) with { Epoch = epoch, Updates = epoch };
        row = spoiler?.Change($"{run.Arm}", row, epoch, run.Epochs) ?? row;
        return row with { TrainLoss = row.TrainLoss * (1 + run.Seed), TestLoss = row.TestLoss * (1 + run.Seed) };
    }

    private static double By(string arm, double gn, double adam, double sgd) =>
        arm switch { "gn" => gn, "adam" => adam, _ => sgd };

    private static EpochMetrics Final(double loss) => new(0, 0, loss, 0.9, loss, 0.9);

    private static EpochMetrics Loss(int epoch) => Final(1.0 / (1 + epoch));

    // Adam falls steadily to its end; Gauss-Newton is below it after the first epoch, falls a little and stays
    // where it is from a quarter on.
    private static EpochMetrics Saturating(bool gn, int epoch, int epochs) => gn
        ? Final(epoch == 0 ? 10 : epoch <= epochs / 4 ? 1.5 : 1) with { TestLoss = 0.5, TestAccuracy = 0.8 }
        : Final(10 * Math.Pow(0.01, (double)epoch / epochs)) with { TestLoss = 0.3, TestAccuracy = 0.9 };

    private static EpochMetrics NoHelp(string arm) => arm.StartsWith("adam", StringComparison.Ordinal)
        ? Final(Adam) with { TestLoss = 0.3, TestAccuracy = 0.9 }
        : Final(0.2) with { TestLoss = 0.5, TestAccuracy = 0.8 };

    private static IEnumerable<ClaimSpoiler> SpoilNoCure(string which) =>
    [
        new((arm, row) => arm == which ? row with { TrainLoss = row.TrainLoss / 4 } : row),
        new((arm, row) => arm == which ? row with { TestLoss = row.TestLoss / 4 } : row),
    ];

    private static IEnumerable<ClaimSpoiler> SpoilNoHelp(string which) =>
    [
        .. SpoilNoCure(which),
        new((arm, row) => arm == which ? row with { TestAccuracy = 0.95 } : row),
    ];
}

/// <summary>A change of curves on which one part of a claim fails.</summary>
/// <param name="Change">(arm, row, epoch, epochs) → the row.</param>
public sealed record ClaimSpoiler(Func<string, EpochMetrics, int, int, EpochMetrics> Change)
{
    public ClaimSpoiler(Func<string, EpochMetrics, EpochMetrics> change)
        : this((arm, row, _, _) => change(arm, row))
    {
    }
}
