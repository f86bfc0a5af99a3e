using StudentDistribution = MathNet.Numerics.Distributions.StudentT;

namespace ExactGN.Tests;

/// <summary>The answers that a run records on its test samples, under test; null where it records none.</summary>
public sealed record AnswerRecording(string Name, Func<RunConfiguration, DataSet, TestAnswers?> Of) : UnderTest(Name)
{
    public static AnswerRecording Library { get; } =
        new("library", (run, data) => new TrainingRun(run, data).Execute().Answers);
}

/// <summary>Two arms' answers on common test samples, a third of the stories with a run that recorded none.</summary>
/// <param name="Comparison">How the accuracies are compared.</param>
/// <param name="Seeds">m.</param>
/// <param name="Samples">n.</param>
/// <param name="Shift">How much more often the subject is right.</param>
/// <param name="Seed">Of the answers.</param>
public sealed record AnsweredAccuracies(Comparison Comparison, int Seeds, int Samples, double Shift, int Seed)
{
    public override string ToString() => RecipeText.Of(this);

    /// <summary>In per cent, where likeness is claimed.</summary>
    public const double Margin = 20;

    public Criterion Criterion => new("synthetic", Metric.TestAccuracy, Reading.Final, "subject", "rival", Comparison,
        Comparison == Comparison.Equivalent ? Margin : 1);

    private bool Lacks => Seed % 3 == 0;

    /// <summary>The runs, listed by arm.</summary>
    public IReadOnlyList<RunResult> Runs()
    {
        var (subject, rival) = Right();
        return [.. subject.Select((right, seed) => Run("subject", seed, right)),
            .. rival.Select((right, seed) => Run("rival", seed, right))];
    }

    /// <summary>Centre, half-width and p of both sides by sums written out and MathNet's distribution.</summary>
    public (double Centre, double Half, double ClaimP, double OppositeP) Expected()
    {
        var (subject, rival) = Right();
        var side = Comparison == Comparison.Lower ? -100 : 100;
        double[][] d = [.. subject.Zip(rival, (s, r) =>
            s.Zip(r, (a, b) => side * ((a ? 1.0 : 0) - (b ? 1.0 : 0))).ToArray())];
        var (m, n) = ((double)Seeds, (double)Samples);
        var mean = d.Sum(row => row.Sum()) / (m * n);
        var seeds = d.Sum(row => Math.Pow(row.Sum() / n - mean, 2)) / (m * (m - 1));
        var samples = Enumerable.Range(0, Samples).Sum(i => Math.Pow(d.Sum(row => row[i]) / m - mean, 2))
            / (n * (n - 1));
        var both = d.Sum(row => row.Sum(x => Math.Pow(x - mean, 2))) / (m * n * (m * n - 1));
        var error = Math.Sqrt(Lacks ? seeds : Math.Max(seeds + samples - both, Math.Max(seeds, samples)));
        double P(double centre) => 1 - StudentDistribution.CDF(0, 1, m - 1, centre / error);
        var half = error * StudentDistribution.InvCDF(0, 1, m - 1, Comparison == Comparison.Equivalent ? 0.95 : 0.975);
        return Comparison == Comparison.Equivalent
            ? (mean, half, Math.Max(P(mean + Margin), P(Margin - mean)) / 2,
                Math.Min(1, 2 * Math.Min(P(mean - Margin), P(-mean - Margin))))
            : (mean, half, P(mean), P(-mean));
    }

    private (bool[][] Subject, bool[][] Rival) Right()
    {
        var random = new Random(Seed);
        double[] hard = [.. Enumerable.Range(0, Samples).Select(_ => random.NextDouble())];
        bool[][] Arm(double shift) => [.. Enumerable.Range(0, Seeds).Select(_ => 0.6 * random.NextDouble())
            .Select(skill => hard.Select(h => skill + shift + random.NextDouble() > h).ToArray())];
        return (Arm(Shift), Arm(0));
    }

    private RunResult Run(string arm, int seed, bool[] right) =>
        SyntheticCurves.Run(arm, seed, [new(0, 0, 1, 0, 1, 0.5), new(1, 1, 1, 0, 1, right.Average(r => r ? 1.0 : 0))])
            with
        { Answers = Lacks && arm == "rival" && seed == Seeds - 1 ? null : TestAnswers.Of(right) };
}

public static partial class Arbitraries
{
    public static Arbitrary<AnswerRecording> AnswerRecordings() => Arb.From(Gen.Constant(AnswerRecording.Library));

    public static Arbitrary<AnsweredAccuracies> AnsweredAccuracyRecipes() => Arb.From(
        from comparison in Gen.Elements(Comparison.Lower, Comparison.Higher, Comparison.Equivalent)
        from seeds in Gen.Choose(3, 8)
        from samples in Gen.Choose(5, 40)
        from shift in Gen.Elements(-0.4, -0.1, 0, 0.1, 0.4)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new AnsweredAccuracies(comparison, seeds, samples, shift, seed));
}
