namespace ExactGN.Tests;

/// <summary>Faults of sign intervals, of what intervals speak of, of families, margins, rates, stalls and
/// readings.</summary>
public static class StatisticsFaults
{
    private static readonly double Tenth = Math.Log(1.1);

    public static IReadOnlyList<Fault> All { get; } =
    [
        Ranked("sign interval one rank too narrow", 1, "RUN-31", "RUN-32"),
        Ranked("sign interval one rank too wide", -1, "RUN-31", "RUN-32"),
        new("normal approximation of the ranks", new SignRule(
            "normal", (d, confidence) => Between(d,
            (int)Math.Round(d.Count / 2.0 - (confidence > 0.92 ? 1.96 : 1.645) * Math.Sqrt(d.Count) / 2)),
            SignInterval.OneSidedP), "RUN-31"),
        new("a difference of 0 counted for the claim",
            new SignRule("zeros", SignInterval.Of, d => SignInterval.OneSidedP([.. d.Select(x => x == 0 ? 1 : x)])),
            "RUN-31"),
        new("two-sided p of the sign test", new SignRule(
            "two-sided", SignInterval.Of, d => Math.Min(1, 2 * SignInterval.OneSidedP(d))), "RUN-31"),
        new("fewer than six seeds given a sign interval",
            new SignRule("few", (d, confidence) => d.Count < 6 ? Between(d, 1)
            : SignInterval.Of(d, confidence), SignInterval.OneSidedP), "RUN-31"),
        new("t interval where an arm jumps", new SignRule(
            "t", (d, confidence) => MeanInterval.Of([.. d.Select(x => double.IsFinite(x) ? x : 1e3)], confidence),
            SignInterval.OneSidedP), "RUN-32"),
        new("diverged seeds left out", new SignRule(
            "left out", (d, confidence) => SignInterval.Of([.. d.Where(double.IsFinite)], confidence),
            SignInterval.OneSidedP), "RUN-31"),

        Split("Nadeau and Bengio's variance without its second term", (m, _, _) => 1.0 / m),
        Split("training over test samples", (m, test, train) => 1.0 / m + (double)train / test),
        Split("test over all samples", (m, test, train) => 1.0 / m + (double)test / (test + train)),
        Crossed("what seeds and samples both count not taken off", (seeds, samples, _) => seeds + samples, "RUN-34"),
        Crossed("variance below the larger of its terms", (seeds, samples, both) =>
            Math.Max(0, seeds + samples - both), "RUN-34"),
        Crossed("variance over the seeds alone", (seeds, _, _) => seeds, "RUN-34", "RUN-35"),
        Crossed("variance over the samples alone", (_, samples, _) => samples, "RUN-34", "RUN-35"),
        new("percentile bootstrap over the seeds", new CommonTestSetRule("bootstrap", Bootstrap), "RUN-35"),

        Answered("accuracies on common samples judged over the seeds alone", runs =>
            [.. runs.Select(run => run with { Answers = null })]),
        Answered("one arm's answers in another order", runs => [.. runs.Select(run =>
            run is { Configuration.Arm.Optimiser: "rival", Answers: { } answers }
                ? run with { Answers = TestAnswers.Of([.. answers.Right().Skip(1).Append(answers.Right()[0])
                    .Select(right => right == 1)]) } : run)]),
        Answered("a seed without answers left out", runs =>
            [.. runs.Where(run => runs
                .Where(other => other.Configuration.Seed == run.Configuration.Seed)
                .All(other => other.Answers is not null))]),
        Answered("wrong answers counted for the arm", runs => [.. runs.Select(run => run.Answers is { } answers
            ? run with { Answers = TestAnswers.Of([.. answers.Right().Select(right => right == 0)]) } : run)]),
        new("95 % interval of a likeness over seeds and samples", new CriterionJudge("95 %", (criterion, runs) =>
            CriterionJudge.Library.Of(criterion, runs) is var found && criterion.IsEquivalence
                ? found with { Interval = (criterion with { Comparison = Comparison.Higher, Factor = 1 }).Judge(runs)
                    .Interval } : found), "RUN-48"),
        Recorded("answers to the next sample's label", (run, data) => AnswerRecording.Library.Of(run,
            data with { TestTargets = data.TestTargets.roll(1, 0) })),
        Recorded("answers to the training samples", (run, data) => AnswerRecording.Library.Of(run,
            data with { TestInputs = data.TrainInputs, TestTargets = data.TrainTargets })),
        Recorded("answers by f where a(f − f₀) is trained", (run, data) =>
        {
            using var model = run.Model.Draw(run.Dtype, data.Device);
            return AnswerRecording.Library.Of(run, data) is null ? null
                : TestAnswers.Of(model.Output, data.TestInputs, data.TestTargets);
        }),
        Recorded("bits from the greatest", (run, data) => AnswerRecording.Library.Of(run, data) is { } answers
            ? TestAnswers.Of([.. answers.Right().Chunk(8).SelectMany(bits => bits.Reverse()).Select(bit => bit == 1)])
            : null),
        Recorded("answers of seeds with test parts of their own", (run, data) => AnswerRecording.Library.Of(
            run with { Split = Experiments.Data.Split.InOrder }, data)),

        Primary("Holm without the step-down", (parts, found) =>
            [.. parts.Zip(
                found,
                (part, verdict) => verdict is Experiments.Statistics.Verdict.Holds
                    or Experiments.Statistics.Verdict.Fails
                && parts.Count * part.TwoSidedP > 0.05 ? Experiments.Statistics.Verdict.Undecided : verdict)]),
        Primary("one-sided p in place of two-sided", (parts, _) =>
            PrimaryVerdicts.Of([.. parts.Select(part =>
            part with { ClaimP = part.ClaimP / 2, OppositeP = part.OppositeP / 2 })])),
        Primary("void primaries leave the family", (parts, found) =>
            [.. parts.Zip(
                found, (part, verdict) => part.Standing == PartStanding.Judged ? Alone(part, parts) : verdict)]),
        Primary("a void claim judged", (parts, _) =>
            PrimaryVerdicts.Of([.. parts.Select(part => part.Standing == PartStanding.Void ? new(0.001, 0.999)
            : part)])),
        Primary("sides exchanged", (parts, _) => PrimaryVerdicts.Of(
            [.. parts.Select(part => part with { ClaimP = part.OppositeP, OppositeP = part.ClaimP })])),

        Alike("the 95 % interval in place of the 90 %", (d, margin) => Decided(MeanInterval.Of(d), d, margin)),
        Alike("no significant difference taken for likeness", (d, margin) =>
            EquivalenceRule.Library.Of(d, margin) is Equivalence.Undecided
            && MeanInterval.Of(d) is { Low: <= 0, High: >= 0 } ? Equivalence.Equivalent
            : EquivalenceRule.Library.Of(d, margin)),
        Alike("margin on one side alone", (d, margin) => MeanInterval.Of(d, 0.9).High < margin ? Equivalence.Equivalent
            : EquivalenceRule.Library.Of(d, margin)),
        Alike("undecided counted as not equivalent", (d, margin) => EquivalenceRule.Library.Of(d, margin) is var found
            && found == Equivalence.Undecided ? Equivalence.NotEquivalent : found),
        Alike("likeness by the mean alone", (d, margin) => Math.Abs(d.Average()) < margin ? Equivalence.Equivalent
            : EquivalenceRule.Library.Of(d, margin)),

        Cured("a void claim judged", (criterion, runs, _) =>
            (ClaimVerdict.Of([LocationTest.T.Evidence(Differences(criterion, runs))]).Verdict,
            RepairJudge.Library.Of(criterion, runs).Repairs)),
        Cured("the cure's whole gap in place of what is left of half", (criterion, runs, found) =>
            (found.Verdict == Experiments.Statistics.Verdict.Void ? found.Verdict
            : Plain(criterion, criterion.Subject).Judge(runs).Verdict, found.Repairs)),
        Cured("cure compared with the untreated arm", (criterion, runs, found) =>
            (found.Verdict == Experiments.Statistics.Verdict.Void ? found.Verdict
            : (Plain(criterion, criterion.Subject) with { Rival = criterion.Untreated }).Judge(runs).Verdict,
            found.Repairs)),
        Cured("repaired by the mean", (criterion, runs, found) =>
            (found.Verdict, found.Verdict != Experiments.Statistics.Verdict.Void
            && Plain(criterion, criterion.Subject).Judge(runs).Interval.Centre < Math.Log(1.05))),
        Cured("repaired where it is not shown that it does not repair", (_, _, found) =>
            (
                found.Verdict,
                found.Verdict is Experiments.Statistics.Verdict.Fails or Experiments.Statistics.Verdict.Undecided)),

        Changed("gaps compared unpaired", (_, found) =>
            (
                found.Here.Centre - found.There.Centre,
                Math.Sqrt(Square(found.Here) + Square(found.There))) is var (c, half)
                ? found with { Change = new(c, c - half, c + half), Verdict = Side(c - half, c + half) } : found),
        Changed("the gap here alone", (_, found) =>
            found with { Change = found.Here, Verdict = Side(found.Here.Low, found.Here.High) }),
        Exchanged("the second gap upside down", criterion =>
            criterion with { There = (criterion.There.Rival, criterion.There.Subject) }),
        Exchanged("the places of the gaps exchanged", criterion => criterion with
        {
            Subject = criterion.There.Subject,
            Rival = criterion.There.Rival,
            There = (criterion.Subject, criterion.Rival),
        }),
        new("seeds of the second gap paired by position", new GapJudge("by position", (criterion, runs) =>
            GapJudge.Library.Of(criterion, [.. runs.GroupBy(run => run.Configuration.Arm).SelectMany(arm => arm.Select(
                (run, i) => arm.Key.Optimiser is "c" or "d"
                    ? run with { Configuration = run.Configuration with { Seed = i } } : run))])), "RUN-47"),
        new("seeds that one place ran counted in its gap", new GapJudge("all seeds", (criterion, runs) =>
            GapJudge.Library.Of(criterion, runs) with
            {
                Here = new Criterion("", criterion.Curve, criterion.Reading, criterion.Subject, criterion.Rival,
                    Comparison.LargerByFactor).Judge(runs).Interval,
            }), "RUN-47"),

        Power("detectable without the power", (m, error, level) => error * StudentT.Quantile(1 - level, m - 1)),
        Power("power of nine in ten", (m, error, level) =>
            error * (StudentT.Quantile(1 - level, m - 1) + StudentT.Quantile(0.9, m - 1))),
        Power("normal quantiles in place of Student's", (_, error, _) =>
            error * (1.959963984540054 + 0.8416212335729143)),
        Power("one-sided quantile", (m, error, level) => error
            * (StudentT.Quantile(1 - 2 * level, m - 1) + StudentT.Quantile(0.8, m - 1))),
        Power("a primary's level without correction", (m, error, _) => error
            * (StudentT.Quantile(0.975, m - 1) + StudentT.Quantile(0.8, m - 1))),
        new("the first step's level whatever is decided", new DecidingLevels("first step", (p, level) =>
            [.. p.Select(_ => level / p.Count)]), "RUN-40"),
        new("what is decided leaves the family before its turn", new DecidingLevels("all that pass alone",
            (p, level) => [.. p.Select((_, i) =>
                level / (p.Count - p.Where((other, j) => j != i && other <= level).Count()))]), "RUN-40"),

        Searched("edge not extended", (search, outcome) =>
            search.Given(trial => Math.Abs(Step(search, trial)) <= 1 ? outcome(trial) : new(1e9, false))),
        Searched("a rate with a divergence kept", (search, outcome) =>
            search.Given(trial => outcome(trial) is { } made ? made with { Diverged = false } : null)),
        Searched("mean of the validation losses in place of their logarithms", (search, outcome) =>
            search.Given(trial => outcome(trial) is null ? null
            : RateSearch.Seeds.Select(seed => outcome(trial with { Seed = seed })).ToArray() is var made
                && made.Any(one => one is null) ? outcome(trial)
            : new(made.Average(one => one!.ValidationLoss), made.Any(one => one!.Diverged)))),
        Searched("one selection seed decides", (search, outcome) =>
            search.Given(trial => outcome(trial) is null ? null
            : outcome(trial with { Seed = RateSearch.Seeds[0] }) ?? outcome(trial))),
        new("an arm given more rates than the others", new RateProcedure("each by itself", (search, outcome) =>
            search.Arms.Select(arm => new RateSearch([arm]).Given(outcome)).ToArray() is var each
                && each.Any(one => one.Wanted.Count > 0)
                ? new([.. each.SelectMany(one => one.Wanted)], [])
                : new([], [.. each.SelectMany(one => one.Chosen)])), "RUN-41"),
        new("the search on the seeds that judge", new RateProcedure("seeds", (search, outcome) =>
            search.Given(trial => outcome(trial with { Seed = trial.Seed - 1 })) is var progress
                ? progress with { Wanted = [.. progress.Wanted.Select(trial => trial with { Seed = trial.Seed - 1 })] }
                : null!), "RUN-41"),
        new("a rate judged on its own seeds", new TunedJudge(
            "own seeds", (experiment, runs) => TunedJudge.Library.Of(
            experiment, [.. runs.Select(run => run.Configuration.Setting == experiment.Setting.Id
            && RateSearch.Seeds.Contains(run.Configuration.Seed)
            ? run with { Configuration = run.Configuration with { Seed = 1000 + run.Configuration.Seed } }
            : run)])), "RUN-42"),
        new("the starting rates judged in place of those found",
            new TunedJudge("start", (experiment, runs) => experiment.Judge(runs).Criteria), "RUN-42"),

        Stalled("E/4 and E/2 swapped", losses => LateFalls.Of(losses) is var falls ? new(falls.Second, falls.First)
            : default, "RUN-43"),
        Stalled("the last epoch alone in place of three", losses =>
            Of(losses, epoch => Math.Log(losses[epoch])), "RUN-43"),
        Stalled("arithmetic means of three epochs", losses =>
            Of(losses, epoch => Math.Log((losses[epoch - 2] + losses[epoch - 1] + losses[epoch]) / 3)), "RUN-43"),
        Stalled("equal stretches in place of doublings", losses => losses.Count - 1 is var e
            && Of(losses, epoch => Math.Log(losses[epoch])) is var falls
            ? new(Math.Log(losses[e / 2] / losses[3 * e / 4]), Math.Log(losses[3 * e / 4] / losses[e]))
                : falls, "RUN-44"),
        Course("a small fall called a stall however small the one before", falls => falls.Second < 0 ? LateCourse.Rises
            : falls.Second < Tenth ? LateCourse.Stalls : LateCourse.Falls, "RUN-43", "RUN-44"),
        Course("a fall that has slowed called a stall however large", falls => falls.Second < 0 ? LateCourse.Rises
            : falls.Second < falls.First / 2 ? LateCourse.Stalls : LateCourse.Falls, "RUN-43"),
        Course("a rise called a stall", falls => falls.StallMargin > 0 ? LateCourse.Stalls : falls.Second < 0
            ? LateCourse.Rises : LateCourse.Falls, "RUN-43"),

        Reader("the epoch after the crossing in place of the crossing", (run, curve, level) =>
            Next(run, level) is var next ? run[curve][next] : null, (run, level) => Next(run, level)),
        Reader("linear in the loss between epochs", (run, curve, level) => Linear(run, level) is var (next, share)
            ? (1 - share) * run[curve][next - 1] + share * run[curve][next] : null, (run, level) =>
            Linear(run, level) is var (next, share) ? next - 1 + share : null),
        Reader("the last crossing in place of the first", (run, curve, level) => Last(run, level) is { } crossing
            ? crossing.Read(curve, run[curve]) : null, (run, level) => Last(run, level)?.Epochs),
        new("best test loss in place of the best validation loss",
            CurveReader.Library with { AtBestValidation = Reading.AtBest(Metric.TestLoss) }, "RUN-45"),
        new("last epoch in place of the best validation's",
            CurveReader.Library with { AtBestValidation = Reading.Final }, "RUN-45"),
        new("epoch of the worst validation", CurveReader.Library with { AtBestValidation =
            Reading.AtBest(Metric.ValidationLoss with { LowerIsBetter = false }) }, "RUN-45"),

        Arriving("two arms that never arrive counted as alike", (criterion, runs) =>
            SignedDifferences.Library.Of(
                criterion with { Reading = criterion.Reading with { IsWait = false } }, runs)),
        Arriving("seeds on which one arm arrives left out", (criterion, runs) =>
            [.. SignedDifferences.Library.Of(criterion, runs).Where(double.IsFinite)]),
        Arriving("a loss never reached counted at the last epoch", (criterion, runs) =>
            SignedDifferences.Library.Of(criterion with
            {
                Reading = new(criterion.Reading.Name, (run, curve) => criterion.Reading.Of(run, curve) is { } epochs
                    && double.IsFinite(epochs) ? epochs : run.Run.Configuration.Epochs),
            }, runs)),

        Signed("diverged runs at the worst value of a finished run", (criterion, runs) =>
            SignedDifferences.Library.Of(criterion with { Test = LocationTest.T }, runs)),
        Signed("seeds on which an arm diverged left out", (criterion, runs) =>
            [.. SignedDifferences.Library.Of(criterion, runs).Where(double.IsFinite)]),
        Signed("both diverging counted for the claim", (criterion, runs) =>
            [.. criterion.Judge(runs).Readings.Select(reading =>
            reading.Subject.Divergence is not null && reading.Rival.Divergence is not null ? double.PositiveInfinity
                : reading.Difference)]),
        Signed("a diverged run infinitely good", (criterion, runs) =>
            [.. SignedDifferences.Library.Of(criterion, runs).Select(d => double.IsInfinity(d) ? -d : d)]),
    ];

    private static Fault Ranked(string name, int by, params string[] claims) =>
        new(name, new SignRule(name, (d, confidence) =>
        Between(d, SignInterval.Rank(d.Count, (1 - confidence) / 2) + by), SignInterval.OneSidedP), claims);

    private static ConfidenceInterval Between(IReadOnlyCollection<double> d, int rank)
    {
        double[] sorted = [.. d.Order()];
        return rank < 1 || 2 * rank > sorted.Length + 1 ? SignInterval.Of([])
            : new(Median.Of(d)!.Value, sorted[rank - 1], sorted[^rank]);
    }

    private static Fault Split(string name, Func<int, int, int, double> factor) =>
        new(name, new SplitIntervalRule(name, (d, test, train) =>
    {
        var right = NewSamplesInterval.Of(d, test, train);
        var half = (right.High - right.Centre) * Math.Sqrt(
            factor(d.Count, test, train) / (1.0 / d.Count + (double)test / train));
        return new(right.Centre, right.Centre - half, right.Centre + half);
    }), "RUN-33");

    private static Fault Crossed(string name, Func<double, double, double, double> variance, params string[] claims) =>
        new(name, new CommonTestSetRule(name, d =>
    {
        var (m, n, mean) = ((double)d.Count, (double)d[0].Count, d.Average(row => row.Average()));
        var seeds = d.Sum(row => Math.Pow(row.Average() - mean, 2)) / (m * (m - 1));
        var samples = Enumerable.Range(0, d[0].Count)
            .Sum(i => Math.Pow(d.Average(row => row[i]) - mean, 2)) / (n * (n - 1));
        var both = d.Sum(row => row.Sum(x => (x - mean) * (x - mean))) / (m * n * (m * n - 1));
        var half = StudentT.Quantile(0.975, d.Count - 1) * Math.Sqrt(variance(seeds, samples, both));
        return new(mean, mean - half, mean + half);
    }), claims);

    private static ConfidenceInterval Bootstrap(IReadOnlyList<IReadOnlyList<double>> d)
    {
        const int Draws = 200;
        var random = new Random(1);
        double[] bySeed = [.. d.Select(row => row.Average())];
        double[] means = [.. Enumerable.Range(0, Draws)
            .Select(_ => bySeed.Average(_ => bySeed[random.Next(bySeed.Length)])).Order()];
        return new(bySeed.Average(), means[Draws / 40], means[^(1 + Draws / 40)]);
    }

    private static Fault Primary(
        string name, Func<IReadOnlyList<PartEvidence>, IReadOnlyList<Experiments.Statistics.Verdict>,
            IReadOnlyList<Experiments.Statistics.Verdict>> change) =>
            new(name, new PrimaryLogic(name, parts => change(parts, PrimaryVerdicts.Of(parts))), "RUN-37");

    // The verdict in a family of those that are judged.
    private static Experiments.Statistics.Verdict Alone(PartEvidence part, IReadOnlyList<PartEvidence> parts)
    {
        PartEvidence[] judged = [.. parts.Where(other => other.Standing == PartStanding.Judged)];
        return PrimaryVerdicts.Of(judged)[Array.IndexOf(judged, part)];
    }

    private static Fault Alike(string name, Func<IReadOnlyCollection<double>, double, Equivalence> of) =>
        new(name, new EquivalenceRule(name, of), "RUN-38");

    private static Equivalence Decided(ConfidenceInterval interval, IReadOnlyCollection<double> d, double margin) =>
        EquivalenceRule.Library.Of(d, margin) == Equivalence.NotEquivalent ? Equivalence.NotEquivalent
        : interval.Low > -margin && interval.High < margin ? Equivalence.Equivalent
        : Equivalence.Undecided;

    private static Fault Cured(string name, Func<RepairCriterion, IReadOnlyCollection<RunResult>,
        (Experiments.Statistics.Verdict Verdict, bool Repairs),
        (Experiments.Statistics.Verdict Verdict, bool Repairs)> change) =>
        new(name, new RepairJudge(name, (criterion, runs) =>
            change(criterion, runs, RepairJudge.Library.Of(criterion, runs))), "RUN-39");

    private static double[] Differences(RepairCriterion criterion, IReadOnlyCollection<RunResult> runs) =>
        [.. criterion.Judge(runs).Readings.Select(reading => reading.Difference)];

    private static Criterion Plain(RepairCriterion criterion, Arm subject) =>
        new(criterion.Statement, criterion.Curve, criterion.Reading, subject, criterion.Rival,
        Comparison.LargerByFactor);

    private static Fault Changed(string name, Func<GapChange, JudgedGaps, JudgedGaps> change) =>
        new(name, new GapJudge(name, (criterion, runs) => change(criterion, GapJudge.Library.Of(criterion, runs))),
            "RUN-47");

    private static Fault Exchanged(string name, Func<GapChange, GapChange> change) =>
        new(name, new GapJudge(name, (criterion, runs) => GapJudge.Library.Of(change(criterion), runs)), "RUN-47");

    private static double Square(ConfidenceInterval interval) => Math.Pow(interval.High - interval.Centre, 2);

    private static Experiments.Statistics.Verdict Side(double low, double high) => low > 0
        ? Experiments.Statistics.Verdict.Holds
        : high < 0 ? Experiments.Statistics.Verdict.Fails : Experiments.Statistics.Verdict.Undecided;

    private static Fault Power(string name, Func<int, double, double, double> effect) =>
        new(name, new PowerRule(name, (d, level) => effect(d.Count, MeanInterval.DetectableEffect(d)
            / (StudentT.Quantile(0.975, d.Count - 1) + StudentT.Quantile(0.8, d.Count - 1)), level)), "RUN-40");

    private static Fault Searched(string name, Func<RateSearch, Func<RateTrial, RateOutcome?>, RateProgress> given) =>
        new(name, new RateProcedure(name, given), "RUN-41");

    private static int Step(RateSearch search, RateTrial trial) =>
        (int)Math.Round(2 * Math.Log10(trial.Rate / search.Arms.Single(arm => arm.Arm == trial.Arm).Start));

    private static Fault Stalled(string name, Func<IReadOnlyList<double>, LateFalls> falls, params string[] claims) =>
        new(name, new StallRule(name, losses => falls(losses) is var found ? (found, found.Course) : default), claims);

    private static Fault Course(string name, Func<LateFalls, LateCourse> course, params string[] claims) =>
        new(name, new StallRule(name, losses => LateFalls.Of(losses) is var falls ? (falls, course(falls)) : default),
        claims);

    private static LateFalls Of(IReadOnlyList<double> losses, Func<int, double> log) => losses.Count - 1 is var e
        ? new(log(e / 4) - log(e / 2), log(e / 2) - log(e)) : default;

    private static Fault Reader(string name, Func<RecordedRun, Metric, double, double?> at, Func<RecordedRun, double,
        double?> epochs) => new(name, CurveReader.Library with
        {
            AtTrainLoss = level => new(name, (run, curve) => at(run, curve, level)),
            EpochsTo = level => new(name, (run, _) => epochs(run, level) ?? double.PositiveInfinity),
        }, "RUN-45");

    private static int Next(RecordedRun run, double level) =>
        run[Metric.TrainLoss].Index().FirstOrDefault(epoch => epoch.Item <= level).Index;

    private static (int Next, double Share) Linear(RecordedRun run, double level) =>
        (run[Metric.TrainLoss], Next(run, level)) is var (losses, next) && next > 0
            ? (next, (losses[next - 1]!.Value - level) / (losses[next - 1]!.Value - losses[next]!.Value)) : (1, 0);

    private static LossCrossing? Last(RecordedRun run, double level)
    {
        var losses = run[Metric.TrainLoss];
        var last = Enumerable.Range(1, losses.Count - 1)
            .LastOrDefault(epoch => losses[epoch] <= level && losses[epoch - 1] > level);
        return last == 0 ? null : new(last - 1, last,
            Math.Log(losses[last - 1]!.Value / level) / Math.Log(losses[last - 1]!.Value / losses[last]!.Value));
    }

    private static Fault Answered(string name, Func<IReadOnlyCollection<RunResult>, IReadOnlyCollection<RunResult>>
        change) => new(name, new CriterionJudge(name, (criterion, runs) =>
            CriterionJudge.Library.Of(criterion, change(runs))), "RUN-48");

    private static Fault Recorded(string name, Func<RunConfiguration, DataSet, TestAnswers?> of) =>
        new(name, new AnswerRecording(name, of), "RUN-48");

    private static Fault Signed(string name, Func<Criterion, IReadOnlyCollection<RunResult>,
        IReadOnlyList<double>> of) => new(name, new SignedDifferences(name, of), "RUN-46");

    private static Fault Arriving(string name, Func<Criterion, IReadOnlyCollection<RunResult>,
        IReadOnlyList<double>> of) => new(name, new SignedDifferences(name, of), "RUN-45");
}
