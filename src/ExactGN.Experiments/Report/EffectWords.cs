using System.Globalization;

namespace ExactGN.Experiments.Report;

/// <summary>A criterion's numbers in words: the two medians, the effect with its 95 % interval, seeds,
/// divergences.</summary>
public static class EffectWords
{
    /// <summary>One line.</summary>
    /// <param name="part">The criterion's result.</param>
    public static string Of(CriterionResult part)
    {
        var c = part.Criterion;
        var subject = Median.Of(part.Readings.Select(r => r.SubjectValue));
        var rival = c.HasRival ? $" against {Number(Median.Of(part.Readings.Select(r => r.RivalValue)))}" : "";
        return $"{Number(subject)}{rival}; {Effect(part)}{Detectable(part)}{Exceptions(part)}";
    }

    /// <summary>What an undecided part could have told; empty where it is decided or there is no such number.</summary>
    /// <param name="part">The criterion's result.</param>
    public static string Detectable(CriterionResult part)
    {
        if (part.Verdict != Verdict.Undecided || !double.IsFinite(part.DetectableEffect))
        {
            return "";
        }

        var at = part.Level == ConfidenceInterval.Level ? "" : $" at Holm's level {Number(2 * part.Level)}";
        return part.Criterion.Comparison is Comparison.SmallerByFactor or Comparison.LargerByFactor
            or Comparison.EquivalentByFactor
            ? $"; detectable{at}: a factor {Number(Math.Exp(part.DetectableEffect))}"
            : $"; detectable{at}: {Number(part.DetectableEffect)}";
    }

    /// <summary>Runs that diverged and seeds that could not be compared; empty when there are none.</summary>
    /// <param name="part">The criterion's result.</param>
    public static string Exceptions(CriterionResult part)
    {
        var (c, invariant) = (part.Criterion, CultureInfo.InvariantCulture);
        var rival = c.HasRival ? string.Create(invariant, $", {part.RivalDiverged} {Arms.Label(c.Rival)}") : "";
        var diverged = part.SubjectDiverged + part.RivalDiverged == 0
            ? ""
            : string.Create(invariant, $"; diverged: {part.SubjectDiverged} {Arms.Label(c.Subject)}{rival}");
        return part.LeftOut == 0 ? diverged
            : diverged + string.Create(invariant, $"; left out for want of {c.Reading.Wanted}: {part.LeftOut}");
    }

    /// <summary>The effect with its interval: a ratio for losses, a difference otherwise.</summary>
    /// <param name="part">The criterion's result.</param>
    public static string Effect(CriterionResult part)
    {
        var (mean, low, high) = part.Interval;
        if (part.Readings.Count < 2)
        {
            return part.Readings.Count == 0 ? "no seed to compare" : "one seed: no interval";
        }

        if (double.IsInfinity(low) && double.IsInfinity(high) && part.Evidence.Standing == PartStanding.TooFewSeeds)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"{part.Readings.Count} seeds: no {part.Criterion.Test} interval");
        }

        var (c, factor) = (part.Criterion, part.Criterion.Factor);
        string Plain(Func<double, string> shown) => Bounds(part.Interval, shown);
        string Differing(string bounds) => $"{Centre(c)} of {Compared(c)}: {bounds}";
        return c.Comparison switch
        {
            _ when part is RepairResult repair => $"ratio to {Arms.Label(c.Rival)} {Bounds(repair.With, Alone)}, "
                + $"without it {Bounds(repair.Without, Alone)}{(repair.Repairs ? "; it repairs" : "")}",
            _ when part is GapChangeResult change => $"ratio {Bounds(change.Here, Alone)} here and "
                + $"{Bounds(change.There, Alone)} there; their quotient {Plain(Alone)}",
            // The interval is that of ln(rival/(factor·subject)) or ln(subject/(factor·rival)); shown as
            // subject/rival.
            Comparison.SmallerByFactor => $"ratio {Ratio(-mean, 1 / factor)} ({Ratio(-high, 1 / factor)} to "
                + $"{Ratio(-low, 1 / factor)})",
            Comparison.LargerByFactor => $"ratio {Plain(value => Ratio(value, factor))}",
            Comparison.AtLeast => $"{Centre(c)} {Plain(value => Number(value + factor))}",
            Comparison.EquivalentByFactor => $"ratio {Plain(Alone)}, 90 %",
            Comparison.Equivalent => $"{Differing(Plain(value => Number(value)))}, 90 %{Over(part)}",
            // The mean of the differences, which is not the difference of the medians beside it.
            Comparison.Lower => $"{Differing($"{Number(-mean)} ({Number(-high)} to {Number(-low)})")}{Over(part)}",
            _ => $"{Differing(Plain(value => Number(value)))}{Over(part)}",
        };

        static string Alone(double value) => Ratio(value, 1);
        static string Over(CriterionResult part) => IsOverSamples(part) ? " over seeds and test images" : "";

        static string Centre(Criterion criterion) => criterion.Test == LocationTest.Sign ? "median" : "mean";
    }

    /// <summary>A loss over the rival's with its interval: "1.08 (0.99 to 1.18)"; of one seed without.</summary>
    /// <param name="part">The result of a comparison by a factor.</param>
    public static string Factor(CriterionResult part)
    {
        var sign = part.Criterion.Comparison == Comparison.SmallerByFactor ? -1 : 1;
        var factor = sign < 0 ? 1 / part.Criterion.Factor : part.Criterion.Factor;
        var (centre, first, second) = part.Interval;
        var (low, high) = (Math.Min(sign * first, sign * second), Math.Max(sign * first, sign * second));
        return double.IsFinite(first) && double.IsFinite(second)
            ? $"{Ratio(sign * centre, factor)} ({Ratio(low, factor)} to {Ratio(high, factor)})"
            : Ratio(sign * centre, factor);
    }

    /// <summary>The interval by the other test than the one that decides, and the one that speaks of new samples: what
    /// stands beside the effect; of a repair also the difference that is judged. Empty where nothing does.</summary>
    /// <param name="part">The criterion's result.</param>
    public static string Beside(CriterionResult part)
    {
        double[] differences = [.. part.Readings.Select(reading => reading.Difference)];
        string T(string name) => Between(name, MeanInterval.Of(differences, part.Criterion.Confidence), part.Criterion);
        string[] beside =
        [
            // Its effect is shown by two ratios, of which none has the numbers that follow.
            part is RepairResult && double.IsFinite(part.Interval.Low) && double.IsFinite(part.Interval.High)
                ? $"{Compared(part.Criterion)} {Bounds(part.Interval, value => Number(value))}"
                : "",
            part.Criterion.Test == LocationTest.Sign ? T("t") : Between("sign", part.SignInterval, part.Criterion),
            IsOverSamples(part) ? T("seeds alone")
                : part.OverSeedsAndSamples is { } both ? Between("seeds and test images", both, part.Criterion) : "",
            Scope.OfDigits(part) is { } interval ? Between("new digits", interval, part.Criterion) : "",
            part.AlikeWithin is not { } margin ? ""
                : part.Criterion.Comparison is Comparison.SmallerByFactor or Comparison.LargerByFactor
                    ? $"alike within a factor {Number(Math.Exp(margin))}" : $"alike within {Number(margin)}",
        ];
        return string.Join("; ", beside.Where(text => text.Length > 0));
    }

    private static string Bounds(ConfidenceInterval interval, Func<double, string> shown) =>
        $"{shown(interval.Centre)} ({shown(interval.Low)} to {shown(interval.High)})";

    // Where the sign decides, the interval over seeds and samples stands beside it.
    private static bool IsOverSamples(CriterionResult part) =>
        part.OverSeedsAndSamples is not null && part.Criterion.Test != LocationTest.Sign;

    // An interval of the paired differences as the effect is shown; empty where it has no bounds.
    private static string Between(string name, ConfidenceInterval interval, Criterion criterion)
    {
        if (!double.IsFinite(interval.Low) || !double.IsFinite(interval.High))
        {
            return "";
        }

        var (low, high) = criterion.Comparison switch
        {
            _ when criterion is RepairCriterion => (Number(interval.Low), Number(interval.High)),
            Comparison.SmallerByFactor =>
                (Ratio(-interval.High, 1 / criterion.Factor), Ratio(-interval.Low, 1 / criterion.Factor)),
            Comparison.LargerByFactor =>
                (Ratio(interval.Low, criterion.Factor), Ratio(interval.High, criterion.Factor)),
            Comparison.EquivalentByFactor => (Ratio(interval.Low, 1), Ratio(interval.High, 1)),
            Comparison.AtLeast => (Number(interval.Low + criterion.Factor), Number(interval.High + criterion.Factor)),
            Comparison.Lower => (Number(-interval.High), Number(-interval.Low)),
            _ => (Number(interval.Low), Number(interval.High)),
        };
        return $"{name} {low} to {high}";
    }

    /// <summary>What the paired difference is, for a column's head.</summary>
    /// <param name="criterion">The criterion.</param>
    public static string Compared(Criterion criterion)
    {
        var (subject, rival) = (Arms.Label(criterion.Subject), Arms.Label(criterion.Rival));
        var times = criterion.Factor == 1 ? "" : Number(criterion.Factor) + "·";
        string Over(string above, string below) =>
            times.Length == 0 ? $"ln({above}/{below})" : $"ln({above}/({times}{below}))";
        return criterion.Comparison switch
        {
            _ when criterion is RepairCriterion repair =>
                $"ln({subject}/{rival}) − ½·ln({Arms.Label(repair.Untreated)}/{rival})",
            _ when criterion is GapChange { There: var there } =>
                $"ln({subject}/{rival}) − ln({Arms.Label(there.Subject)}/{Arms.Label(there.Rival)})",
            Comparison.SmallerByFactor => Over(rival, subject),
            Comparison.LargerByFactor => Over(subject, rival),
            Comparison.Lower => $"{subject} − {rival}",
            Comparison.AtLeast => $"{subject} − {Number(criterion.Factor)}",
            Comparison.EquivalentByFactor => $"ln({subject}/{rival})",
            Comparison.Equivalent => $"{subject} − {rival}",
            _ => $"{subject} − {times}{rival}",
        };
    }

    /// <summary>A seed's value in the column that <see cref="Compared"/> heads.</summary>
    /// <param name="criterion">The criterion.</param>
    /// <param name="difference">Its reading's difference, positive where the seed speaks for the claim.</param>
    internal static double Shown(Criterion criterion, double difference) =>
        criterion.Comparison == Comparison.Lower ? -difference : difference;

    private static string Number(double? value) => ReadableNumber.Of(value);

    private static string Ratio(double logarithm, double factor) => Number(Math.Exp(logarithm) * factor);
}
