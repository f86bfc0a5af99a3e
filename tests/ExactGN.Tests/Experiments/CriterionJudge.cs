using StudentDistribution = MathNet.Numerics.Distributions.StudentT;

namespace ExactGN.Tests;

/// <summary>An interval of the paired differences and the verdict drawn from it.</summary>
public readonly record struct Judgement(ConfidenceInterval Interval, Experiments.Statistics.Verdict Verdict);

/// <summary>The judging of one criterion under test.</summary>
public sealed record CriterionJudge(string Name, Func<Criterion, IReadOnlyCollection<RunResult>, Judgement> Of)
    : UnderTest(Name)
{
    public static CriterionJudge Library { get; } = new(
        "library",
        (criterion, runs) => criterion.Judge(runs) is var result ? new(result.Interval, result.Verdict) : default);
}

/// <summary>
/// Final readings of two arms, made so that the paired differences have exactly the mean c·t·s/√m and the standard
/// deviation s: their interval lies c half-widths from the boundary, and the verdict is holds for c > 1,
/// fails for c &lt; −1, undecided between.
/// </summary>
/// <param name="Comparison">How the arms are compared.</param>
/// <param name="Factor">By what factor.</param>
/// <param name="Seeds">m.</param>
/// <param name="Position">c.</param>
/// <param name="Spread">s.</param>
/// <param name="Seed">Of the noise and the rival's readings.</param>
public sealed record PairedReadings(
    Comparison Comparison, double Factor, int Seeds, double Position, double Spread, int Seed)
{
    public override string ToString() => RecipeText.Of(this);

    public bool OfLosses => Comparison is Comparison.SmallerByFactor or Comparison.LargerByFactor;

    public Criterion Criterion => new(
        "synthetic",
        OfLosses ? Metric.TrainLoss : Metric.BatchCut,
        Reading.Final,
        "subject", "rival", Comparison, Factor);

    public Experiments.Statistics.Verdict Expected => Of(Position);

    public static Experiments.Statistics.Verdict Of(double position) =>
        position > 1 ? Experiments.Statistics.Verdict.Holds
            : position < -1 ? Experiments.Statistics.Verdict.Fails
            : Experiments.Statistics.Verdict.Undecided;

    /// <summary>The paired differences; t is MathNet's quantile.</summary>
    public static double[] Differences(Random random, int seeds, double position, double spread)
    {
        var mean = position * Quantile(seeds) * spread / Math.Sqrt(seeds);
        return [.. GaussianNumbers.Standardised(random, seeds).Select(z => mean + spread * z)];
    }

    /// <summary>t₀.₉₇₅(m − 1).</summary>
    public static double Quantile(int seeds) => StudentDistribution.InvCDF(0, 1, seeds - 1, 0.975);

    /// <summary>The final readings, subject and rival, one pair per seed.</summary>
    public (double Subject, double Rival)[] Values()
    {
        var random = new Random(Seed);
        return [.. Differences(random, Seeds, Position, Spread).Select(
            d => (OfLosses ? Math.Exp(GaussianNumbers.Next(random)) : 10 * GaussianNumbers.Next(random)) is var rival
                ? (Subject(d, rival, Comparison, Factor), rival)
                : default)];
    }

    /// <summary>The subject's reading that lies a difference d on the claim's side of the rival's.</summary>
    public static double Subject(double d, double rival, Comparison comparison, double factor) => comparison switch
    {
        Comparison.SmallerByFactor => rival / factor * Math.Exp(-d),
        Comparison.LargerByFactor => factor * rival * Math.Exp(d),
        Comparison.Lower => rival - d,
        _ => (rival < 0 ? rival : factor * rival) + d,
    };

    /// <summary>The runs of both arms with the given final readings.</summary>
    public IReadOnlyList<RunResult> Runs(IEnumerable<(double Subject, double Rival)> values) =>
        [.. values.SelectMany((pair, seed) => (RunResult[])[
            SyntheticCurves.Run("subject", seed, Rows(pair.Subject)),
            SyntheticCurves.Run("rival", seed, Rows(pair.Rival)),
        ])];

    // Of the two epochs the first must not count: there the arms are exchanged in rank.
    private EpochMetrics[] Rows(double final) => [.. new[] { OfLosses ? 1 / final : -final, final }.Select(
        (value, epoch) => new EpochMetrics(epoch, epoch, value, 0, value, 0, BatchCut: value))];

    public IEnumerable<PairedReadings> Shrink() => Smaller.Of(
        (Seeds > 2, this with { Seeds = Seeds - 1 }),
        (Factor != 1, this with { Factor = 1 }));
}

public static partial class Arbitraries
{
    public static Arbitrary<CriterionJudge> CriterionJudges() => Arb.From(Gen.Constant(CriterionJudge.Library));

    public static Arbitrary<PairedReadings> PairedReadingRecipes() => Arb.From(
        from comparison in Gen.Elements(
            Comparison.SmallerByFactor, Comparison.LargerByFactor, Comparison.Lower, Comparison.Higher)
        from factor in comparison == Comparison.Lower ? Gen.Constant(1.0) : Gen.Elements(1.0, 1.5, 2)
        from seeds in Gen.Choose(2, 12)
        from position in Gen.Elements(-3.0, -1.1, -0.9, 0.0, 0.9, 1.1, 3.0)
        from spread in Gen.Elements(1e-3, 0.1, 1)
        from seed in Gen.Choose(0, int.MaxValue - 10)
        select new PairedReadings(comparison, factor, seeds, position, spread, seed),
        recipe => recipe.Shrink());
}
