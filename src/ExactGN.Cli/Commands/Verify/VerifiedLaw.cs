using System.Globalization;

namespace ExactGN.Cli.Commands.Verify;

/// <summary>A law's outcome and where its counterexample lies.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="File">The counterexample's file.</param>
/// <param name="Request">What was asked for.</param>
/// <param name="Known">Why the law is known to be broken; null where it is not.</param>
internal sealed record VerifiedLaw(LawOutcome Outcome, string? File, VerifyRequest Request, string? Known)
{
    /// <summary>The line that judges the counterexample again, as it was judged; where there is none, the law. Null
    /// where nothing is wrong.</summary>
    internal string? Replay => File is not null ? $"exactgn verify --replay {Word(File)}{Options}{Program}"
        : IsGreen ? null
        : $"exactgn verify --claims {Outcome.Law.Id} --cases {Request.Cases} --seed {Request.Seed}{Options}{Program}";

    /// <summary>Whether it holds or was not asked.</summary>
    internal bool IsGreen => Outcome.Standing is LawStanding.Holds or LawStanding.NotOffered;

    /// <summary>Whether the law holds that the file of known deviations lists.</summary>
    internal bool IsMended => Known is not null && Outcome.Standing == LawStanding.Holds;

    private string Program =>
        Request.Command.Count == 0 ? "" : $" -- {string.Join(' ', Request.Command.Select(Word))}";

    private string Options => string.Create(CultureInfo.InvariantCulture,
        $"{(Request.Device == VerifyRequest.UsualDevice ? "" : $" --device {Request.Device}")}"
        + $"{(Request.Timeout == VerifyRequest.UsualTimeout ? "" : $" --timeout {Request.Timeout}")}"
        + $"{(Request.Memory == VerifyRequest.UsualMemory ? "" : $" --memory {Request.Memory}")}");

    // As a shell takes it.
    private static string Word(string word) => word.Length > 0
        && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=:,+@%".Contains(c, StringComparison.Ordinal))
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
