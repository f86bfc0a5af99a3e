using ExactGN.Tests;

namespace ExactGN.Experiments.Tests;

/// <summary>How the preregistered questions are run and judged, on runs whose losses are made up.</summary>
public sealed class BeyondJudgingTests
{
    [Fact]
    public void Mixtures_are_judged_at_the_rate_that_validation_chose_for_one_of_them()
    {
        // Validation is best at 0.1·√10, and the test loss rises with t and, so that a wrong rate would show,
        // with the rate.
        var (reproduction, results) = Run("BEY-4", run =>
            (Validation: Math.Abs(Math.Log(run.LearningRate / (0.1 * Math.Sqrt(10)))) + 1, Train: 0.01,
                Test: (1 + Share(run)) * run.LearningRate * Noise(run)));

        var claim = reproduction.Judge(results)[0];

        Assert.Equal(100, claim.Runs.Count);
        Assert.All(claim.Runs, run => Assert.Equal(0.1 * Math.Sqrt(10), run.Configuration.LearningRate, 12));
        Assert.All(claim.Runs, run => Assert.DoesNotContain(run.Configuration.Seed, RateSearch.Seeds));
        Assert.Equal(Statistics.Verdict.Holds, claim.Verdict);
        Assert.Equal(Math.Log(2), claim.Criteria[0].Interval.Centre, 2);
        Assert.Equal((20, "sign"), (claim.Criteria[0].Readings.Count, claim.Criteria[0].Criterion.Test.Name));
    }

    [Fact]
    public void A_question_tried_with_few_seeds_or_few_epochs_has_no_verdict()
    {
        var (reproduction, results) = Run(
            "BEY-4", Easy, options => options with { Seeds = [42, 43, 44, 45, 46, 47, 48] });
        var claim = reproduction.Judge(results)[0];

        Assert.Equal((Statistics.Verdict.None, "exploratory"), (claim.Verdict, VerdictWords.Of(claim)));
        Assert.Equal(Statistics.Verdict.None, claim.Criteria[0].Verdict);
        Assert.InRange(claim.Criteria[0].Evidence.ClaimP, 0, 0.01);
    }

    [Theory]
    // Holm over eight: two-sided p of sign tests with 20 seeds are 2·Σ C(20, i)/2²⁰, 0.0026 with 3 against and 0.0118
    // with 4.
    [InlineData(3, Statistics.Verdict.Holds)]
    [InlineData(4, Statistics.Verdict.Undecided)]
    [InlineData(17, Statistics.Verdict.Fails)]
    public void A_question_that_is_run_alone_is_judged_as_one_of_eight(int against, Statistics.Verdict expected)
    {
        var (reproduction, results) = Run("BEY-4", run => Easy(run) with
        {
            Test = Share(run) == 1 && run.Seed < 42 + against
                ? 0.5
                : 1 + Share(run),
        });

        Assert.Equal(expected, reproduction.Judge(results)[0].Verdict);
    }

    [Fact]
    public void An_undecided_question_says_what_it_could_have_told_at_the_level_that_decides_it()
    {
        var (reproduction, results) = Run("BEY-4", run => Easy(run) with
        {
            Test = (Share(run) == 1 && run.Seed < 46 ? 0.5 : 1 + Share(run))
                * Noise(run),
        });

        var part = reproduction.Judge(results)[0].Criteria[0];

        // Two-sided 0.05/8, half of it on a side.
        double[] differences = [.. part.Readings.Select(reading => reading.Difference)];
        Assert.Equal(MeanInterval.DetectableEffect(differences, 0.05 / 16), part.DetectableEffect);
        Assert.InRange(part.DetectableEffect / MeanInterval.DetectableEffect(differences), 1.25, 1.35);
        Assert.StartsWith("; detectable at Holm's level 0.006: a factor ", EffectWords.Detectable(part),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_family_counts_what_was_not_run_and_judges_what_was_together()
    {
        ClaimResult[] claims =
            [Claimed("BEY-1", 0.004), Claimed("BEY-2", 0.0049), Claimed("BEY-3", 1e-6), Claimed("BEY-5", 1e-7)];

        // Twice 1e-7·8, 1e-6·7, 0.004·6 and 0.0049·5: named while at most 0.05.
        Assert.Equal(
            [Statistics.Verdict.Holds, Statistics.Verdict.Holds, Statistics.Verdict.Holds, Statistics.Verdict.Holds],
            Verdicts(claims));
        // Alone 2·0.004·8 is above it, and the others stay in the family.
        Assert.Equal([Statistics.Verdict.Undecided], Verdicts(claims[..1]));
        // One that was run otherwise than preregistered has no verdict and counts as not run: 2·0.0049·6 is too large.
        Assert.Equal(
            [Statistics.Verdict.None, Statistics.Verdict.Undecided, Statistics.Verdict.Holds, Statistics.Verdict.Holds],
            Preregistration.Judge(claims, experiment => experiment.Id != "BEY-1").Select(claim => claim.Verdict));

        static IEnumerable<Statistics.Verdict> Verdicts(IReadOnlyList<ClaimResult> claims) =>
            Preregistration.Judge(claims, _ => true).Select(claim => claim.Verdict);
    }

    [Fact]
    public void A_ceiling_without_a_rate_is_run_once_per_seed_and_read_beside_the_others()
    {
        var (reproduction, results) = Run(
            "BEY-7",
            run => (1, 0.01, run.Optimiser is KernelRidgeOptions ? 0.2 : 0.5),
            options => options with { Seeds = [42, 43] });

        var claim = reproduction.Judge(results)[0];

        Assert.Equal(
            [42, 43], claim.Runs.Where(run => run.Configuration.Arm == "krr").Select(run => run.Configuration.Seed));
        var beside = claim.Explored.Where(part => part.Criterion.Rival == "krr").ToArray();
        Assert.Equal(12, beside.Length);
        Assert.All(beside, part => Assert.Equal(Math.Log(0.5 / 0.2), part.Readings[0].Difference, 12));
    }

    [Fact]
    public void A_change_of_a_gap_is_the_difference_of_two_paired_gaps()
    {
        double[] here = [1.0, 1.3, 0.8], there = [0.2, 0.1, 0.4];
        RunResult[] runs =
        [
            .. Enumerable.Range(0, 3).SelectMany(seed => (RunResult[])
            [
                Loss("a", seed, 2 * Math.Exp(here[seed])), Loss("b", seed, 2),
                Loss("c", seed, 5 * Math.Exp(there[seed])), Loss("d", seed, 5),
            ]),
        ];

        var change = Assert.IsType<GapChangeResult>(
            new GapChange("", Metric.TestLoss, Reading.Final, ("a", "b"), ("c", "d")).Judge(runs));

        Assert.Equal(
            [0.8, 1.2, 0.4], change.Readings.Select(reading => reading.Difference), (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(
            (here.Average(), there.Average(), 0.8),
            (change.Here.Centre, change.There.Centre, change.Interval.Centre),
            (x, y) =>
                Math.Abs(x.Item1 - y.Item1) < 1e-12
                && Math.Abs(x.Item2 - y.Item2) < 1e-12
                && Math.Abs(x.Item3 - y.Item3) < 1e-12);
        Assert.Contains("ratio 2.81", EffectWords.Effect(change), StringComparison.Ordinal);
        Assert.Contains("their quotient 2.23", EffectWords.Effect(change), StringComparison.Ordinal);

        static RunResult Loss(string arm, int seed, double loss) =>
            SyntheticCurves.Run(arm, seed, [new(0, 0, 9, 0.5, loss, 0.5)]);
    }

    // Runs the search and the judged runs of one question on made-up losses.
    private static (Reproduction Reproduction, IReadOnlyList<RunResult> Results) Run(
        string id,
        Func<RunConfiguration, (double Validation, double Train, double Test)> loss,
        Func<ReproductionOptions, ReproductionOptions>? change = null)
    {
        ReproductionOptions options = new("nowhere", null, "cpu", null) { Experiments = [id] };
        var reproduction = new Reproduction(change?.Invoke(options) ?? options);
        List<RunResult> results = [.. reproduction.Runs.Select(Made)];
        while (reproduction.Next(results) is { Count: > 0 } next)
        {
            results.AddRange(next.Select(Made));
        }

        return (reproduction, results);

        RunResult Made(RunConfiguration run)
        {
            var (validation, train, test) = loss(run);
            return new(
                run,
                [.. Enumerable.Range(0, run.Epochs + 1).Select(
                    epoch => new EpochMetrics(epoch, epoch, train, 0.9, test, 0.9, ValidationLoss: validation))],
                null, 0);
        }
    }

    private static (double Validation, double Train, double Test) Easy(RunConfiguration run) =>
        (Math.Abs(Math.Log(run.LearningRate / 0.1)) + 1, 0.01, 1 + Share(run));

    // Of no step 1, as of the reversible one.
    private static double Share(RunConfiguration run) =>
        (run.Optimiser as GaussNewtonOptions)?.RightInverse.ReversibleShare ?? 1;

    private static double Noise(RunConfiguration run) =>
        Math.Exp(1e-3 * Math.Sin(run.Seed + 10 * Share(run)));

    private static ClaimResult Claimed(string id, double p)
    {
        var experiment = BeyondCatalogue.All().Single(candidate => candidate.Id == id);
        var part = new CriterionResult(experiment.Criteria[0], [], new(p, 1 - p), default, default, 1, 0, 0, 0);
        return new(experiment, [], [part], [], [], MeasuredRegime.Of(experiment.Setting, []));
    }
}
