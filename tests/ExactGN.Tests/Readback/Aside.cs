using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using StudentDistribution = MathNet.Numerics.Distributions.StudentT;

namespace ExactGN.Tests;

/// <summary>A part of a claim computed aside: from the rows, by the words of theory/experiments.md.</summary>
internal sealed class Aside
{
    private readonly IReadOnlyList<RunResult> _runs;
    private readonly Criterion _part;

    /// <summary>Computes a part.</summary>
    /// <param name="part">What is compared; nothing of it is called but its data.</param>
    /// <param name="runs">The runs that judge it.</param>
    internal Aside(Criterion part, IReadOnlyList<RunResult> runs)
    {
        (_part, _runs) = (part, runs);
        Seeds = [.. runs.Where(run => run.Configuration.Arm == part.Subject).Select(run => run.Configuration.Seed)
            .Intersect(runs.Where(run => run.Configuration.Arm == part.Rival).Select(run => run.Configuration.Seed))
                .Order()];
        (Subject, Rival) = (ReadAll(part.Subject), ReadAll(part.Rival));
        Answers = AnswersOf();
        Differences = part switch
        {
            RepairCriterion repair => [.. Gap(part.Subject, part.Rival).Zip(Gap(repair.Untreated, part.Rival), (cure,
                none) => cure - none / 2)],
            GapChange change => [.. Gap(part.Subject, part.Rival).Zip(Gap(change.There.Subject, change.There.Rival),
                (here, there) => here - there)],
            _ => [.. Subject.Zip(Rival, Difference)],
        };
    }

    internal int[] Seeds { get; }

    /// <summary>The readings, one per seed.</summary>
    internal double[] Subject { get; }

    internal double[] Rival { get; }

    internal double[] Differences { get; }

    private bool BySign => _part.Test.Name == "sign";

    private bool IsAlike => _part.Comparison is Comparison.Equivalent or Comparison.EquivalentByFactor;

    /// <summary>d_si in per cent, positive on the claim's side: a row of test images per seed; null where accuracies
    /// at the
    /// end are not compared, or a run has no answers.</summary>
    private double[][]? Answers { get; }

    /// <summary>Whether the interval over seeds and test images decides.</summary>
    internal bool IsOverImages => Answers is not null && !BySign;

    /// <summary>The ends of that interval as they are shown beside the sign's; none elsewhere.</summary>
    internal double[] ImagesBeside => Answers is null || !BySign ? []
        : _part.Comparison == Comparison.Lower ? [-OverImages![2], -OverImages[1]] : OverImages![1..];

    /// <summary>d̄ ± t·√V; null where there is none.</summary>
    internal double[]? OverImages => Answers is null ? null
        : [MeanAnswer, MeanAnswer - T(0.975) * Math.Sqrt(Variance), MeanAnswer + T(0.975) * Math.Sqrt(Variance)];

    /// <summary>Whether the differences are logarithms.</summary>
    internal bool IsByFactor =>
        _part.Comparison is Comparison.SmallerByFactor or Comparison.LargerByFactor or Comparison.EquivalentByFactor;

    internal double Confidence => IsAlike ? 0.9 : 0.95;

    /// <summary>ln of one arm's reading over another's, per seed.</summary>
    internal double[] Gap(Arm subject, Arm rival) => [.. ReadAll(subject).Zip(ReadAll(rival), (s, r) =>
        Math.Log(s / r))];

    /// <summary>Centre and ends of the interval that decides.</summary>
    internal double[] Interval(double[] values) => BySign ? Sign(values, Confidence) : Mean(values, Confidence);

    /// <summary>The effect as it is shown: a ratio for losses, a difference otherwise; centre and ends.</summary>
    internal double[] Effect => !IsOverImages ? Shown(Interval)
        : _part.Comparison == Comparison.Lower ? [-OverImages![0], -OverImages[2], -OverImages[1]] : OverImages!;

    /// <summary>The interval of the differences that decides.</summary>
    internal double[] Deciding => IsOverImages ? OverImages! : Interval(Differences);

    /// <summary>The same by another interval.</summary>
    internal double[] Shown(Func<double[], double[]> interval) => _part.Comparison switch
    {
        Comparison.SmallerByFactor
            or Comparison.LargerByFactor
            or Comparison.EquivalentByFactor when _part is not (RepairCriterion or GapChange) =>
            [.. interval(Gap(_part.Subject, _part.Rival)).Select(Math.Exp)],
        Comparison.AtLeast => interval(Subject),
        Comparison.Lower or Comparison.Equivalent => interval([.. Subject.Zip(Rival, (s, r) => s - r)]),
        Comparison.Higher => interval(Differences),
        _ => throw new InvalidOperationException("A part of two gaps has more than one effect."),
    };

    /// <summary>Medians over the seeds.</summary>
    internal (double Subject, double Rival) Medians => (Subject.Median(), Rival.Median());

    /// <summary>(t₁₋level + t₀.₈) standard errors.</summary>
    internal double DetectableAt(double level) => (T(1 - level) + T(0.8)) * (IsOverImages ? Math.Sqrt(Variance)
        : Error(Differences));

    /// <summary>The margin within which the 90 % interval of two arms' last values lies, where one is fixed.</summary>
    internal double? AlikeWithin
    {
        get
        {
            double? margin = _part is RepairCriterion or GapChange || IsAlike || _part.Factor != 1
                || _part.Subject == _part.Rival || _part.Reading.Name != "after the last epoch" ? null
                : _part.Curve.Name switch
                {
                    "test loss" => Math.Log(1.10),
                    "training loss" => Math.Log(1.25),
                    "test accuracy" => 0.5,
                    "NTK similarity to initialisation" or "weight cosine to initialisation" => 0.05,
                    _ => null,
                };
            var ends = BySign ? Sign(Differences, 0.9) : Mean(Differences, 0.9);
            return margin is { } within && ends[1] > -within && ends[2] < within ? margin : null;
        }
    }

    /// <summary>The p of the claim's side and of the other.</summary>
    internal (double Claim, double Opposite) P
    {
        get
        {
            if (IsOverImages && !IsAlike)
            {
                return (TailOf(MeanAnswer / Math.Sqrt(Variance)), TailOf(-MeanAnswer / Math.Sqrt(Variance)));
            }

            if (!IsAlike)
            {
                return (OneSided(Differences), OneSided([.. Differences.Select(d => -d)]));
            }

            var margin = _part.Comparison == Comparison.EquivalentByFactor ? Math.Log(_part.Factor) : _part.Factor;
            double Beyond(double sign, double by) => OneSided([.. Differences.Select(d => sign * d + by)]);
            return (Math.Max(Beyond(1, margin), Beyond(-1, margin)) / 2, Math.Min(1, 2 * Math.Min(Beyond(1, -margin),
                Beyond(-1, -margin))));
        }
    }

    /// <summary>Whether there is anything to judge: a gap to be repaired.</summary>
    internal bool IsVoid => _part is RepairCriterion repair && OneSided(Gap(repair.Untreated, _part.Rival)) > 0.025;

    /// <summary>Whether the cure repairs.</summary>
    internal bool Repairs => _part is RepairCriterion && !IsVoid && Interval(Gap(_part.Subject,
        _part.Rival))[2] < Math.Log(1.05);

    /// <summary>Mean and Student's interval.</summary>
    internal static double[] Mean(double[] values, double confidence)
    {
        var half = StudentDistribution.InvCDF(0, 1, values.Length - 1, (1 + confidence) / 2) * Error(values);
        return [values.Mean(), values.Mean() - half, values.Mean() + half];
    }

    /// <summary>Median and the interval of order statistics.</summary>
    internal static double[] Sign(double[] values, double confidence)
    {
        var rank = Enumerable.Range(1, values.Length).TakeWhile(r => Binomial.CDF(0.5, values.Length,
            r - 1) <= (1 - confidence) / 2).Count();
        double[] sorted = [.. values.Order()];
        return [values.Median(), sorted[rank - 1], sorted[^rank]];
    }

    /// <summary>Nadeau and Bengio's interval for other digits than those that were split: 547 test.</summary>
    internal double[] NewDigits(double[] values)
    {
        var train = _runs[0].Configuration.TrainSamples;
        var half = StudentDistribution.InvCDF(0, 1, values.Length - 1,
            0.975) * values.StandardDeviation() * Math.Sqrt(1.0 / values.Length + 547.0 / train);
        return [values.Mean(), values.Mean() - half, values.Mean() + half];
    }

    /// <summary>The verdicts of a claim's parts: those that fail by closed testing.</summary>
    internal static Experiments.Statistics.Verdict[] Verdicts(IReadOnlyList<Aside> parts)
    {
        var rejected = ClosedTesting.Rejected([.. parts.Select(part => part.IsVoid ? 1 : part.P.Opposite)], 0.025);
        return [.. parts.Zip(rejected, (part, fails) => part.IsVoid ? Experiments.Statistics.Verdict.Void
            : part.P.Claim <= 0.025 ? Experiments.Statistics.Verdict.Holds
            : fails ? Experiments.Statistics.Verdict.Fails
                : Experiments.Statistics.Verdict.Undecided)];
    }

    internal int Diverged(Arm arm) => _runs.Count(run => run.Configuration.Arm == arm
        && run.Divergence is not null);

    private double OneSided(double[] values) => BySign
        ? Binomial.CDF(0.5, values.Length, values.Count(d => d <= 0))
        : TailOf(values.Mean() / Error(values));

    private double TailOf(double t) => StudentDistribution.CDF(0, 1, Seeds.Length - 1, -t);

    private double T(double probability) => StudentDistribution.InvCDF(0, 1, Seeds.Length - 1, probability);

    private static double Error(double[] values) => values.StandardDeviation() / Math.Sqrt(values.Length);

    private double MeanAnswer => Answers!.Average(row => row.Mean());

    // Of the mean of m rows of n: what seeds and images each spread it by, and once what both count.
    private double Variance
    {
        get
        {
            double m = Answers!.Length, n = Answers[0].Length;
            var (seeds, images) = (Answers.Sum(row => Square(row.Mean())) / (m * (m - 1)),
                Enumerable.Range(0, Answers[0].Length).Sum(i => Square(Answers.Average(row =>
                    row[i]))) / (n * (n - 1)));
            return Math.Max(seeds + images - Answers.Sum(row => row.Sum(Square)) / (m * n * (m * n - 1)),
                Math.Max(seeds, images));

            double Square(double d) => (d - MeanAnswer) * (d - MeanAnswer);
        }
    }

    private double[][]? AnswersOf()
    {
        if (_part.Curve.Name != "test accuracy" || _part.Reading.Name != "after the last epoch"
            || _part.Rival == _part.Subject
            || _part.Comparison is not (Comparison.Lower or Comparison.Equivalent or Comparison.Higher)
                || _part is { Comparison: Comparison.Higher, Factor: not 1 })
        {
            return null;
        }

        var (subject, rival) = (Given(_part.Subject), Given(_part.Rival));
        return subject.Concat(rival).Any(answers => answers is null) ? null
            : [.. subject.Zip(rival, (s, r) => (double[])[.. s!.Right().Zip(r!.Right(), (a, b) =>
                (_part.Comparison == Comparison.Lower ? -100.0 : 100) * (a - b))])];

        TestAnswers?[] Given(Arm arm) => [.. Seeds.Select(seed => _runs.Single(run => run.Configuration.Arm == arm
            && run.Configuration.Seed == seed).Answers)];
    }

    private double Difference(double s, double r) => _part.Comparison switch
    {
        Comparison.SmallerByFactor => Math.Log(r / (_part.Factor * s)),
        Comparison.LargerByFactor => Math.Log(s / (_part.Factor * r)),
        Comparison.Lower => r - s,
        Comparison.Higher => s - Math.Max(r, _part.Factor * r),
        Comparison.AtLeast => s - _part.Factor,
        Comparison.EquivalentByFactor => Math.Log(s / r),
        _ => s - r,
    };

    private double[] ReadAll(Arm arm) => [.. Seeds.Select(seed => Read(_runs.Single(run =>
        run.Configuration.Arm == arm && run.Configuration.Seed == seed)))];

    private double Read(RunResult run)
    {
        // Where the sign decides, a run that diverged is infinitely bad.
        if (BySign && run.Divergence is not null)
        {
            return _part.Curve.Name is "training loss" or "test loss" ? double.PositiveInfinity
                : double.NegativeInfinity;
        }

        // From where it diverged on a run has the worst value of all that finished.
        var values = run.Epochs.Select(row => Column(row, _part.Curve.Name)).ToList();
        var all = _runs
            .Where(other => other.Divergence is null)
            .SelectMany(other => other.Epochs)
            .Select(row => Column(row, _part.Curve.Name))
            .ToArray();
        values.AddRange(Enumerable.Repeat(_part.Curve.Name is "training loss" or "test loss" ? all.Max() : all.Min(),
            run.Configuration.Epochs + 1 - values.Count));
        return _part.Reading.Name switch
        {
            "after the last epoch" => values[^1],
            "after epoch 2" => values[2],
            "mean over the last quarter of training" => values.TakeLast(run.Configuration.Epochs / 4).Mean(),
            "at the epoch of the best validation loss" =>
                values[run.Epochs.Index().MinBy(row => row.Item.ValidationLoss).Index],
            var other => throw new InvalidOperationException($"'{other}' is not read aside."),
        };
    }

    /// <summary>A curve's column.</summary>
    internal static double Column(EpochMetrics row, string curve) => curve switch
    {
        "training loss" => row.TrainLoss,
        "test loss" => row.TestLoss!.Value,
        "test accuracy" => 100 * row.TestAccuracy!.Value,
        "cut of own batch loss" => row.BatchCut!.Value,
        "NTK similarity to initialisation" => row.KernelAlignment!.Value,
        "weight cosine to initialisation" => row.WeightCosine!.Value,
        "exactness defect in f" => row.OutputDefect!.Value,
        _ => throw new InvalidOperationException($"'{curve}' is not read aside."),
    };
}
