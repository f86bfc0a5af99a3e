using System.Globalization;

namespace ExactGN.Verification.Running;

/// <summary>What became of one case.</summary>
/// <param name="Kind">Judged, outside the hypotheses, or refused.</param>
/// <param name="Ratio">Error over what rounding explains; infinite where there is no usable answer.</param>
/// <param name="Words">Why, where there is no ratio.</param>
/// <param name="Trouble">The trouble with the subject, where there was one.</param>
internal readonly record struct Judgement(JudgementKind Kind, double Ratio, string Words, Trouble? Trouble)
{
    internal bool Holds => Kind == JudgementKind.Judged && Ratio < Ratios.Threshold;

    internal bool IsRejected => Kind == JudgementKind.Judged && !(Ratio < Ratios.Threshold);

    internal static Judgement Of(double ratio) => new(JudgementKind.Judged, ratio,
        double.IsPositiveInfinity(ratio) ? "what must be so is not"
            : string.Create(CultureInfo.InvariantCulture, $"ratio {ratio:g4}, and {Ratios.Threshold:g4} is the mark"),
            null);

    internal static Judgement Of(SubjectException error) => error.Trouble is Verification.Subjects.Trouble.Refused
        or Verification.Subjects.Trouble.NotOffered
        ? new(JudgementKind.Refused, 0, error.Message, error.Trouble)
        : new(JudgementKind.Judged, double.PositiveInfinity, error.Message, error.Trouble);

    internal static Judgement Outside(string reason) => new(JudgementKind.Outside, 0, reason, null);
}

/// <summary>Whether a case counts.</summary>
internal enum JudgementKind
{
    Judged,
    Outside,
    Refused,
}
