namespace ExactGN.Tests;

/// <summary>The judging of "it does not repair" under test: whether that holds, and whether the cure repairs.</summary>
public sealed record RepairJudge(string Name, Func<RepairCriterion, IReadOnlyCollection<RunResult>,
    (Experiments.Statistics.Verdict Verdict, bool Repairs)> Of) : UnderTest(Name)
{
    public static RepairJudge Library { get; } = new(
        "library", (criterion, runs) => criterion.Judge(runs) is RepairResult result ? (result.Verdict, result.Repairs)
        : default);
}

/// <summary>Losses of three arms, made so that g_none lies c₀ half-widths from 0, and g_cure − ½·g_none lies c
/// half-widths from 0 or g_cure + ln(1/1.05) does.</summary>
/// <param name="Seeds">m.</param>
/// <param name="Gap">c₀.</param>
/// <param name="Position">c.</param>
/// <param name="OfCure">Whether c places g_cure against ln 1.05 in place of the difference against 0.</param>
/// <param name="Spread">s.</param>
/// <param name="Seed">Of the noise and Adam's losses.</param>
public sealed record CuredReadings(int Seeds, double Gap, double Position, bool OfCure, double Spread, int Seed)
{
    public override string ToString() => RecipeText.Of(this);

    public RepairCriterion Criterion => new("synthetic", Metric.TestLoss, Reading.Final, "cure", "gn", "adam");

    private (double[] None, double[] Cure) Gaps()
    {
        var random = new Random(Seed);
        double[] none = PairedReadings.Differences(random, Seeds, Gap, Spread),
            placed = PairedReadings.Differences(random, Seeds, Position, Spread);
        return (none, [.. placed.Zip(none, (d, g) => OfCure ? Math.Log(1.05) + d : d + g / 2)]);
    }

    public IReadOnlyList<RunResult> Runs()
    {
        var random = new Random(Seed + 1);
        var (none, cure) = Gaps();
        return
        [
            .. from seed in Enumerable.Range(0, Seeds)
               let adam = Math.Exp(2 * GaussianNumbers.Next(random))
               from arm in (IEnumerable<(string Name, double Loss)>)[("adam", adam),
                   ("gn", adam * Math.Exp(none[seed])), ("cure", adam * Math.Exp(cure[seed]))]
               select SyntheticCurves.Run(arm.Name, seed, [new(0, 0, 1, 0, 1, 0), new(1, 1, 1, 0, arm.Loss, 0)]),
        ];
    }

    /// <summary>By the quantile, which is MathNet's.</summary>
    public (Experiments.Statistics.Verdict Verdict, bool Repairs) Expected
    {
        get
        {
            var (none, cure) = Gaps();
            var verdict = Gap <= 1 ? Experiments.Statistics.Verdict.Void
                : PairedReadings.Of(InHalfWidths([.. cure.Zip(none, (c, n) => c - n / 2)]));
            return (verdict, Gap > 1 && InHalfWidths([.. cure.Select(g => g - Math.Log(1.05))]) < -1);
        }
    }

    private double InHalfWidths(double[] d)
    {
        var mean = d.Average();
        return mean / (PairedReadings.Quantile(Seeds)
            * Math.Sqrt(d.Sum(x => (x - mean) * (x - mean)) / (Seeds - 1) / Seeds));
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<RepairJudge> RepairJudges() => Arb.From(Gen.Constant(RepairJudge.Library));

    public static Arbitrary<CuredReadings> CuredReadingRecipes() => Arb.From(
        from seeds in Gen.Choose(3, 12)
        from gap in Gen.Frequency((1, Gen.Elements(-1.5, 0, 0.9)), (3, Gen.Elements(1.1, 3, 6)))
        from position in Gen.Elements(-3.0, -1.1, -0.9, 0.0, 0.9, 1.1, 3.0)
        from ofCure in Gen.Elements(true, false)
        from spread in Gen.Elements(1e-3, 0.1, 1)
        from seed in Gen.Choose(0, int.MaxValue - 10)
        select new CuredReadings(seeds, gap, position, ofCure, spread, seed));
}
