namespace ExactGN.Experiments.Design;

/// <summary>A seed's two readings and their difference, positive on the claim's side.</summary>
/// <param name="Subject">The subject's run.</param>
/// <param name="Rival">The rival's run.</param>
/// <param name="SubjectValue">The subject's reading; infinitely bad where the sign decides and the run
/// diverged.</param>
/// <param name="RivalValue">The rival's reading.</param>
/// <param name="Difference">The paired difference.</param>
public sealed record SeedReading(RunResult Subject, RunResult Rival, double SubjectValue, double RivalValue,
    double Difference);

/// <summary>A criterion's verdict and what it rests on.</summary>
/// <param name="Criterion">The criterion.</param>
/// <param name="Readings">One entry per seed.</param>
/// <param name="Evidence">What the seeds say.</param>
/// <param name="Interval">The interval of the paired differences by the test that decides, with the criterion's
/// confidence.</param>
/// <param name="SignInterval">The sign interval, which stands beside it; unbounded for fewer than six seeds.</param>
/// <param name="DetectableEffect">The mean difference that these seeds would have told from 0 four times in five; +∞
/// where there is no such number.</param>
/// <param name="SubjectDiverged">How many of the subject's runs diverged.</param>
/// <param name="RivalDiverged">How many of the rival's did.</param>
/// <param name="LeftOut">Seeds without a difference, such as the logarithm of a loss of zero, or epochs to a loss to
/// which neither arm came; they are not in the interval.</param>
public record CriterionResult(
    Criterion Criterion, IReadOnlyList<SeedReading> Readings, PartEvidence Evidence, ConfidenceInterval Interval,
        ConfidenceInterval SignInterval, double DetectableEffect,
    int SubjectDiverged, int RivalDiverged, int LeftOut)
{
    /// <summary>The verdict: of the criterion alone, or of a part among the others of its claim.</summary>
    public Verdict Verdict { get; init; } = ClaimVerdict.Of([Evidence]).Verdict;

    /// <summary>The interval over seeds and test samples together, of a final test accuracy whose seeds share the
    /// samples and whose runs recorded their answers; null otherwise. It decides unless the sign does.</summary>
    public ConfidenceInterval? OverSeedsAndSamples { get; private init; }

    /// <summary>The margin within which the two arms are alike, in the differences: <see cref="EquivalenceMargin.Of"/>
    /// where the 90 % interval lies within it; null otherwise.</summary>
    public double? AlikeWithin { get; init; }

    /// <summary>The same with the answers to single samples.</summary>
    /// <param name="answers">d_si, positive on the claim's side.</param>
    internal CriterionResult Over(IReadOnlyList<IReadOnlyList<double>> answers)
    {
        var interval = CommonTestSetInterval.Of(answers, Criterion.Confidence);
        if (Criterion.Test == LocationTest.Sign)
        {
            return this with { OverSeedsAndSamples = interval };
        }

        var evidence = CommonTestSetInterval.Evidence(answers, Criterion.IsEquivalence ? Criterion.Factor : null);
        return this with
        {
            OverSeedsAndSamples = interval,
            Interval = interval,
            Evidence = evidence,
            DetectableEffect = CommonTestSetInterval.DetectableEffect(answers),
            Verdict = ClaimVerdict.Of([evidence]).Verdict,
        };
    }

    /// <summary>The one-sided level that decides, and to which the detectable effect belongs: 0.025, and less for a
    /// primary reading, as <see cref="PrimaryVerdicts.DecidingLevels"/> has it.</summary>
    public double Level { get; private init; } = ConfidenceInterval.Level;

    /// <summary>The same, decided at another level.</summary>
    /// <param name="level">One-sided.</param>
    public CriterionResult DecidedAt(double level) => this with
    {
        Level = level,
        DetectableEffect = double.IsFinite(DetectableEffect)
            ? MeanInterval.DetectableEffect([.. Readings.Select(reading => reading.Difference)], level)
            : DetectableEffect,
    };

    /// <summary>The 95 % interval that speaks of new samples where every seed splits the same data: Nadeau and Bengio's
    /// beside t.</summary>
    /// <param name="test">n_test.</param>
    /// <param name="train">n_train.</param>
    public ConfidenceInterval ForNewSamples(int test, int train) =>
        NewSamplesInterval.Of([.. Readings.Select(reading => reading.Difference)], test, train);
}
