namespace ExactGN.Tests;

/// <summary>The judging of a gap's change under test: the intervals of the change and of both gaps, and the
/// verdict.</summary>
public sealed record GapJudge(string Name, Func<GapChange, IReadOnlyCollection<RunResult>, JudgedGaps> Of)
    : UnderTest(Name)
{
    public static GapJudge Library { get; } = new("library", (criterion, runs) =>
        criterion.Judge(runs) is GapChangeResult result
            ? new(result.Interval, result.Here, result.There, result.Verdict) : default);
}

/// <summary>What the judging of a gap's change tells.</summary>
public readonly record struct JudgedGaps(ConfidenceInterval Change, ConfidenceInterval Here, ConfidenceInterval There,
    Experiments.Statistics.Verdict Verdict);

/// <summary>Losses of four arms a, b, a′, b′, made so that ln(a/b) − ln(a′/b′) lies c half-widths from 0,
/// while each gap by itself is spread ten times as far. Three more seeds lack one of the four.</summary>
/// <param name="Seeds">m.</param>
/// <param name="Position">c.</param>
/// <param name="Spread">s, the deviation of the change.</param>
/// <param name="Seed">Of the noise.</param>
public sealed record ChangedGaps(int Seeds, double Position, double Spread, int Seed)
{
    public override string ToString() => RecipeText.Of(this);

    public GapChange Criterion => new("synthetic", Metric.TestLoss, Reading.Final, ("a", "b"), ("c", "d"));

    /// <summary>ln(a/b) and ln(a′/b′) of each seed.</summary>
    public (double[] Here, double[] There) Gaps()
    {
        var random = new Random(Seed);
        var change = PairedReadings.Differences(random, Seeds, Position, Spread);
        double[] there = [.. change.Select(_ => 0.7 + 10 * Spread * GaussianNumbers.Next(random))];
        return ([.. there.Zip(change, (gap, d) => gap + d)], there);
    }

    /// <summary>The runs, in an order that does not go by seeds.</summary>
    public IReadOnlyList<RunResult> Runs()
    {
        var random = new Random(Seed + 1);
        var (here, there) = Gaps();
        RunResult[] runs =
        [
            .. from seed in Enumerable.Range(0, Seeds + 3)
               let b = Math.Exp(GaussianNumbers.Next(random))
               let d = Math.Exp(GaussianNumbers.Next(random))
               from arm in (IEnumerable<(string Name, double Loss)>)[("a", b * Math.Exp(Gap(here, seed))), ("b", b),
                   ("c", d * Math.Exp(Gap(there, seed))), ("d", d)]
               where seed < Seeds || arm.Name != "bcd"[(seed - Seeds)..(seed - Seeds + 1)]
               select SyntheticCurves.Run(arm.Name, seed, [new(0, 0, 1, 0, 1 / arm.Loss, 0),
                   new(1, 1, 1, 0, arm.Loss, 0)]),
        ];
        random.Shuffle(runs);
        return runs;

        static double Gap(double[] gaps, int seed) => seed < gaps.Length ? gaps[seed] : 5;
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<GapJudge> GapJudges() => Arb.From(Gen.Constant(GapJudge.Library));

    public static Arbitrary<ChangedGaps> ChangedGapRecipes() => Arb.From(
        from seeds in Gen.Choose(3, 12)
        from position in Gen.Elements(-3.0, -1.1, -0.9, 0.0, 0.9, 1.1, 3.0)
        from spread in Gen.Elements(1e-3, 0.1, 1)
        from seed in Gen.Choose(0, int.MaxValue - 10)
        select new ChangedGaps(seeds, position, spread, seed));
}
