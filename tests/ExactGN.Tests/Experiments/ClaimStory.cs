using StudentDistribution = MathNet.Numerics.Distributions.StudentT;

namespace ExactGN.Tests;

/// <summary>
/// Curves of GN, Adam and SGD over all epochs, made for a known verdict of EXP-1, EXP-2 or EXP-3: part j lies c_j
/// half-widths from its boundary. What each part reads is taken from theory/experiments.md, not from the catalogue.
/// At epochs that no part reads, and in runs of another setting, the curves mislead.
/// </summary>
/// <param name="Id">The claim.</param>
/// <param name="Positions">c, one per part.</param>
/// <param name="Seeds">m.</param>
/// <param name="Spread">s, the deviation of the differences.</param>
/// <param name="Seed">Of the noise.</param>
public sealed record ClaimStory(string Id, IReadOnlyList<double> Positions, int Seeds, double Spread, int Seed)
{
    public override string ToString() => RecipeText.Of(this);

    private static readonly Arm[] Arms = ["gn", "adam", "sgd"];

    public Experiment Experiment =>
        ExperimentCatalogue.In(Regimes.Of(Scale.Smoke)).Single(experiment => experiment.Id == Id).WithoutSweep();

    /// <summary>Holds when every c_j > 1; fails when the least p of the opposite sides is at most 0.025/k;
    /// MathNet's distribution tells it from c_j·t.</summary>
    public Experiments.Statistics.Verdict Expected =>
        Positions.All(position => position > 1) ? Experiments.Statistics.Verdict.Holds
        : Positions.Min(position => StudentDistribution.CDF(0, 1, Seeds - 1, position * PairedReadings.Quantile(Seeds)))
            <= 0.025 / Positions.Count
            ? Experiments.Statistics.Verdict.Fails
        : Experiments.Statistics.Verdict.Undecided;

    /// <summary>Runs of the claim's setting and, with other seeds and the arms' roles exchanged, of another
    /// one.</summary>
    public IReadOnlyList<RunResult> Runs()
    {
        var random = new Random(Seed);
        var setting = Experiment.Setting;
        var differences = Positions.Select(position => PairedReadings.Differences(random, Seeds, position, Spread))
            .ToArray();
        var runs = Enumerable.Range(0, Seeds).SelectMany(seed => Arms.Zip(
            Curves(setting.Arms[0].Epochs, [.. differences.Select(d => d[seed])], random),
            (arm, rows) => SyntheticCurves.Run(arm, seed, rows, setting: setting.Id))).ToArray();
        var others = runs.Select(run => SyntheticCurves.Run(
            Arms[(Array.IndexOf(Arms, run.Configuration.Arm) + 1) % 3],
            1000 + run.Configuration.Seed,
            run.Epochs,
            setting: "another"));
        return [.. runs, .. others];
    }

    private EpochMetrics[][] Curves(int epochs, double[] d, Random random)
    {
        var curves = Arms.Select(
            arm => Enumerable.Range(0, epochs + 1).Select(epoch => Misleading(arm, epoch, random)).ToArray()).ToArray();
        var (gn, adam, sgd, late) = (curves[0], curves[1], curves[2], epochs / 4);
        switch (Id)
        {
            case "EXP-1":
                adam[^1] = adam[^1] with { TrainLoss = 2 * gn[^1].TrainLoss * Math.Exp(d[0]) };
                sgd[^1] = sgd[^1] with { TrainLoss = 2 * gn[^1].TrainLoss * Math.Exp(d[1]) };
                break;
            case "EXP-2":
                gn[1] = gn[1] with { TrainLoss = adam[1].TrainLoss * Math.Exp(-d[0]) };
                gn[^1] = gn[^1] with
                {
                    TrainLoss = adam[^1].TrainLoss * Math.Exp(d[2]),
                    TestLoss = adam[^1].TestLoss * Math.Exp(d[3]),
                    TestAccuracy = adam[^1].TestAccuracy - d[4] / 100,
                };
                Stall(gn, d[1]);
                break;
            default:
                var cut = 10 * GaussianNumbers.Next(random);
                SetLateMean(gn, cut);
                SetLateMean(adam, Rival(cut - d[0]));
                SetLateMean(sgd, Rival(cut - d[1]));
                break;
        }

        return curves;

        // min(ln 1.1 − F₂, ½F₁ − F₂) = margin, by the first or, in every other story, by the second.
        void Stall(EpochMetrics[] rows, double margin)
        {
            var (second, first) = Seed % 2 == 0
                ? (Math.Log(1.1) - margin, 2 * Math.Log(1.1) + 2)
                : (Math.Log(1.1) - margin - 1, 2 * (Math.Log(1.1) - 1));
            var end = Mean(rows, epochs);
            Shift(rows, epochs / 2, end + second);
            Shift(rows, epochs / 4, end + second + first);
        }

        double Mean(EpochMetrics[] rows, int last) =>
            rows[(last - 2)..(last + 1)].Average(row => Math.Log(row.TrainLoss));
        void Shift(EpochMetrics[] rows, int last, double mean)
        {
            var factor = Math.Exp(mean - Mean(rows, last));
            for (var epoch = last - 2; epoch <= last; epoch++)
            {
                rows[epoch] = rows[epoch] with { TrainLoss = factor * rows[epoch].TrainLoss };
            }
        }

        // max(r, 2r) = value.
        static double Rival(double value) => value > 0 ? value / 2 : value;
        void SetLateMean(EpochMetrics[] rows, double mean)
        {
            var shift = mean - rows.TakeLast(late).Average(row => row.BatchCut!.Value);
            for (var epoch = epochs - late + 1; epoch <= epochs; epoch++)
            {
                rows[epoch] = rows[epoch] with { BatchCut = rows[epoch].BatchCut + shift };
            }
        }
    }

    // Losses around 1 at the epochs that are read; elsewhere GN is far above or far below the others,
    // on whichever side the claim is not.
    private EpochMetrics Misleading(Arm arm, int epoch, Random random)
    {
        var side = (arm == "gn" ? 1 : -1) * (Positions[0] > 0 ? 3 : -3);
        double Loss() => Math.Exp(side + GaussianNumbers.Next(random));
        return new(
            epoch, epoch, Loss(), 0.5, Loss(), 0.5 + 0.1 * GaussianNumbers.Next(random),
            BatchCut: epoch == 0 ? null : 20 * (GaussianNumbers.Next(random) - side));
    }

    public IEnumerable<ClaimStory> Shrink() => Seeds > 2 ? [this with { Seeds = Seeds - 1 }] : [];
}

public static partial class Arbitraries
{
    public static Arbitrary<ClaimStory> ClaimStories() => Arb.From(
        from claim in Gen.Elements(("EXP-1", 2), ("EXP-2", 5), ("EXP-3", 2))
        from positions in Gen.ListOf(
            Gen.Frequency((6, Gen.Elements(1.1, 3)), (1, Gen.Elements(-3, -1.1)), (1, Gen.Elements(-0.9, 0, 0.9))),
            claim.Item2)
        from seeds in Gen.Choose(2, 10)
        from spread in Gen.Elements(1e-3, 0.1, 1)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new ClaimStory(claim.Item1, [.. positions], seeds, spread, seed),
        recipe => recipe.Shrink());
}
