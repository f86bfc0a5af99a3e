namespace ExactGN.Tests;

/// <summary>Faults of intervals, comparisons, verdicts and of what divergence counts as.</summary>
public static class VerdictFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Interval("normal quantile in place of Student's", (_, _) => 1.959963984540054, "RUN-10", "RUN-11"),
        Interval("population standard deviation", (m, t) => t * Math.Sqrt((m - 1.0) / m), "RUN-10", "RUN-11"),
        Interval("one-sided quantile", (m, _) => StudentT.TwoSidedQuantile(0.9, m - 1), "RUN-10", "RUN-11"),
        Interval("standard deviation not divided by √m", (m, t) => t * Math.Sqrt(m), "RUN-10", "RUN-11"),
        Interval("m degrees of freedom", (m, _) => StudentT.TwoSidedQuantile(0.95, m), "RUN-10"),
        new("median in place of the mean", new IntervalRule("median", differences =>
        {
            var (interval, median) = (MeanInterval.Of(differences), Median.Of(differences)!.Value);
            return new(median, interval.Low + median - interval.Centre, interval.High + median - interval.Centre);
        }), "RUN-10"),

        Judged("arms compared unpaired", Unpaired, "RUN-12"),
        Changed("losses compared by their difference", criterion => criterion with
        {
            Comparison = criterion.Comparison is Comparison.SmallerByFactor or Comparison.Lower
                ? Comparison.Lower
                : Comparison.Higher,
        }, "RUN-12"),
        Listed("seeds paired by position", (runs, arm) => runs.Where(run => run.Configuration.Arm == arm), "RUN-14"),
        Listed(
            "seeds paired by position in reverse",
            (runs, arm) => arm == "rival" ? BySeed(runs, arm).Reverse() : BySeed(runs, arm),
            "RUN-12", "RUN-14"),
        Judged(
            "undecided counted as failing",
            result => new(
                result.Interval,
                result.Verdict == Experiments.Statistics.Verdict.Holds
                    ? result.Verdict
                    : Experiments.Statistics.Verdict.Fails),
            "RUN-13", "RUN-15"),
        Judged(
            "undecided counted as holding",
            result => new(
                result.Interval,
                result.Verdict == Experiments.Statistics.Verdict.Fails
                    ? result.Verdict
                    : Experiments.Statistics.Verdict.Holds),
            "RUN-13"),
        Judged(
            "one-sided interval",
            result => FromInterval(result.Interval with { High = double.PositiveInfinity }),
            "RUN-13"),
        Judged(
            "later seeds weigh more",
            result => FromInterval(MeanInterval.Of(
                [.. result.Readings.SelectMany((reading, i) => Enumerable.Repeat(reading.Difference, i + 1))])),
            "RUN-14"),
        Changed("verdict comparison reversed", Reversed, "RUN-15"),
        Judged(
            "verdict by the mean alone",
            result => new(
                result.Interval,
                result.Interval.Centre > 0
                    ? Experiments.Statistics.Verdict.Holds
                    : Experiments.Statistics.Verdict.Fails),
            "RUN-15"),
        Judged(
            "standard deviation not divided by √m",
            result => FromInterval(Widened(result.Interval, Math.Sqrt(result.Readings.Count))),
            "RUN-15"),
        Changed("factor left out", criterion => criterion with { Factor = 1 }, "RUN-15"),
        Changed("factor on the wrong side", criterion => criterion with { Factor = 1 / criterion.Factor }, "RUN-15"),
        Changed(
            "first epoch read in place of the last",
            criterion => criterion with { Reading = Reading.After(0) },
            "RUN-15"),

        Whole(
            "an undecided part hides a failing one",
            found => found.Parts.Contains(Experiments.Statistics.Verdict.Undecided)
                ? Experiments.Statistics.Verdict.Undecided
                : found.Verdict),
        Whole("a void part hides a failing one", found => found.Parts.Contains(Experiments.Statistics.Verdict.Void)
            && found.Verdict == Experiments.Statistics.Verdict.Fails
            ? Experiments.Statistics.Verdict.Void
            : found.Verdict),
        Whole(
            "a part of too few seeds hides a failing one",
            found => found.Parts.Contains(Experiments.Statistics.Verdict.None)
                ? Experiments.Statistics.Verdict.None : found.Verdict),
        Whole(
            "one holding part suffices",
            found => found.Parts.Contains(Experiments.Statistics.Verdict.Holds)
                ? Experiments.Statistics.Verdict.Holds
                : found.Verdict),
        Whole("verdict of the majority", found => found.Parts.GroupBy(part => part).MaxBy(group => group.Count())!.Key),
        Parted("Holm without the step-down", parts => parts.Count),
        Parted("no correction for the number of parts", _ => 1, "RUN-36"),
        new(
            "a void claim judged",
            new ClaimLogic("void judged", parts => ClaimVerdict.Of(
                [.. parts.Select(part => part.Standing == PartStanding.Void ? new(0.001, 0.999) : part)])),
            "RUN-16"),
        new(
            "too few seeds judged",
            new ClaimLogic("few judged", parts => ClaimVerdict.Of(
                [.. parts.Select(part => part with
                {
                    Standing = part.Standing == PartStanding.Void ? part.Standing : PartStanding.Judged,
                })])),
            "RUN-16"),
        new(
            "the claim's side corrected too",
            new ClaimLogic("both corrected", parts => ClaimVerdict.Of(
                [.. parts.Select(part => part with { ClaimP = Math.Min(1, parts.Count * part.ClaimP) })])),
            "RUN-16"),

        Claimed("verdict comparison reversed", (criterion, _) => Reversed(criterion)),
        new(
            "claim judged by its first part",
            new ClaimJudge("first part", (experiment, runs) => experiment.Judge(runs).Criteria[0].Verdict),
            "RUN-17"),
        new(
            "no correction for the number of parts",
            new ClaimJudge("each by itself", (experiment, runs) =>
                experiment.Judge(runs) is var result
                && result.Criteria
                    .Any(part => ClaimVerdict.Of([part.Evidence]).Verdict == Experiments.Statistics.Verdict.Fails)
                    ? Experiments.Statistics.Verdict.Fails
                    : result.Verdict),
            "RUN-17"),
        Claimed("rival of one part exchanged", (criterion, part) =>
            part == 1 ? criterion with { Rival = criterion.Rival == "adam" ? "sgd" : "adam" } : criterion),
        Claimed("last epoch read in place of the last quarter", (criterion, _) =>
            criterion.Reading == Reading.LastQuarter ? criterion with { Reading = Reading.Final } : criterion),
        Claimed("whole training read in place of the last quarter", (criterion, _) => criterion with
        {
            Reading = criterion.Reading == Reading.LastQuarter ? new("mean", values => values.Average())
                : criterion.Reading == Reading.LateFall
                ? new("fall", values => Math.Log(values[0]!.Value / values[^1]!.Value))
                : criterion.Reading,
        }),
        new(
            "runs of other settings mixed in",
            new ClaimJudge("mixed", (experiment, runs) =>
                ClaimJudge.Library.Of(experiment, [
                    .. runs.Select(
                        run => run with { Configuration = run.Configuration with { Setting = experiment.Setting.Id } })
                ])),
            "RUN-17"),

        Diverged(
            "diverged runs dropped",
            (reading, curve, run, setting) => run.Divergence is null ? reading.Read(curve, run, setting) : null),
        Diverged("diverged run read at its last value", (reading, curve, run, setting) => reading.Read(
            curve,
            run with { Epochs = [
                .. run.Epochs, .. Enumerable.Repeat(run.Epochs[^1], run.Configuration.Epochs + 1 - run.Epochs.Count)
            ] },
            setting)),
        Diverged("best value in place of the worst", (reading, curve, run, setting) => reading.Read(
            curve with { LowerIsBetter = !curve.LowerIsBetter }, run, setting)),
        Diverged("explosion sets the worst value", (reading, curve, run, setting) => reading.Read(
            curve, run, [.. setting.Select(other => other with { Divergence = null })])),
        Diverged(
            "worst value of its own arm",
            (reading, curve, run, setting) => reading.Read(curve, run, [.. BySeed(setting, run.Configuration.Arm)])),
    ];

    // Half-width = multiplier(m, t)·sd/√m.
    private static Fault Interval(string name, Func<int, double, double> multiplier, params string[] claims) => new(
        name, new IntervalRule(name, differences =>
        {
            var t = StudentT.TwoSidedQuantile(ConfidenceInterval.Confidence, differences.Count - 1);
            return Widened(MeanInterval.Of(differences), multiplier(differences.Count, t) / t);
        }), claims);

    private static Fault Whole(string name, Func<ClaimVerdict, Experiments.Statistics.Verdict> verdict) =>
        new(
            name,
            new ClaimLogic(
                name, parts => ClaimVerdict.Of(parts) is var found ? found with { Verdict = verdict(found) } : null!),
            "RUN-16");

    // A part fails when its p is at most 0.025 over the given number.
    private static Fault Parted(string name, Func<IReadOnlyList<PartEvidence>, int> by, params string[] also) => new(
        name, new ClaimLogic(name, parts => ClaimVerdict.Of(parts) is var found
            ? found with
            {
                Parts = [.. found.Parts.Zip(
                    parts,
                    (verdict, part) => verdict is Experiments.Statistics.Verdict.Fails
                        or Experiments.Statistics.Verdict.Undecided
                        ? by(parts) * part.OppositeP <= 0.025
                            ? Experiments.Statistics.Verdict.Fails
                            : Experiments.Statistics.Verdict.Undecided
                        : verdict)],
            }
            : null!), ["RUN-16", .. also]);

    private static Fault Judged(string name, Func<CriterionResult, Judgement> verdict, params string[] claims) =>
        new(name, new CriterionJudge(name, (criterion, runs) => verdict(criterion.Judge(runs))), claims);

    private static Fault Changed(string name, Func<Criterion, Criterion> change, params string[] claims) =>
        new(
            name,
            new CriterionJudge(name, (criterion, runs) => CriterionJudge.Library.Of(change(criterion), runs)),
            claims);

    // Gives each arm's runs the seeds 0, 1, … in the order in which they are listed.
    private static Fault Listed(
        string name, Func<IEnumerable<RunResult>, string, IEnumerable<RunResult>> list, params string[] claims) =>
            new(
                name,
                new CriterionJudge(name, (criterion, runs) => CriterionJudge.Library.Of(criterion,
                    [.. new[] { "subject", "rival" }.SelectMany(arm => list(runs, arm).Select(
                        (run, i) => run with { Configuration = run.Configuration with { Seed = i } }))])),
                claims);

    private static Fault Claimed(string name, Func<Criterion, int, Criterion> change) =>
        new(name, ClaimJudge.With(name, change), "RUN-17");

    private static Fault Diverged(
        string name, Func<Reading, Metric, RunResult, IReadOnlyCollection<RunResult>, double?> read) =>
            new(name, new DivergenceRule(name, read), "RUN-18");

    private static ConfidenceInterval Widened(ConfidenceInterval interval, double by) =>
        new(
            interval.Centre,
            interval.Centre - by * (interval.Centre - interval.Low),
            interval.Centre + by * (interval.High - interval.Centre));

    private static Judgement FromInterval(ConfidenceInterval interval) => new(
        interval,
        interval.Low > 0 ? Experiments.Statistics.Verdict.Holds
            : interval.High < 0 ? Experiments.Statistics.Verdict.Fails
            : Experiments.Statistics.Verdict.Undecided);

    private static Criterion Reversed(Criterion criterion) => criterion with
    {
        Comparison = criterion.Comparison switch
        {
            Comparison.SmallerByFactor => Comparison.LargerByFactor,
            Comparison.LargerByFactor => Comparison.SmallerByFactor,
            Comparison.Lower => Comparison.Higher,
            _ => Comparison.Lower,
        },
    };

    private static IEnumerable<RunResult> BySeed(IEnumerable<RunResult> runs, Arm arm) =>
        runs.Where(run => run.Configuration.Arm == arm).OrderBy(run => run.Configuration.Seed);

    // The mean difference with the two arms' deviations added up, as for independent samples.
    private static Judgement Unpaired(CriterionResult result)
    {
        Func<double, double> scale = result.Criterion.Curve.LogAxis ? Math.Log : value => value;
        var (subject, rival) = (
            Of(result.Readings.Select(reading => scale(reading.SubjectValue))),
            Of(result.Readings.Select(reading => scale(reading.RivalValue))));
        var half = Math.Sqrt(Square(subject) + Square(rival));
        return FromInterval(new(result.Interval.Centre, result.Interval.Centre - half, result.Interval.Centre + half));

        static ConfidenceInterval Of(IEnumerable<double> values) => MeanInterval.Of([.. values]);
        static double Square(ConfidenceInterval interval) =>
            (interval.High - interval.Centre) * (interval.High - interval.Centre);
    }
}
