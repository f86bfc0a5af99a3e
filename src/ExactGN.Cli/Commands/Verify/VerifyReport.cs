namespace ExactGN.Cli.Commands.Verify;

/// <summary>What became of all laws.</summary>
/// <param name="Subject">The subject's name.</param>
/// <param name="Request">What was asked for.</param>
/// <param name="Laws">One entry per law.</param>
/// <param name="Time">How long it took.</param>
internal sealed record VerifyReport(string Subject, VerifyRequest Request, IReadOnlyList<VerifiedLaw> Laws,
    TimeSpan Time)
{
    /// <summary>Laws that the subject can be held to.</summary>
    internal int Offered => Laws.Count - Count(LawStanding.NotOffered);

    /// <summary>Whether every offered law holds, or is known not to.</summary>
    internal bool IsKept => Offered > 0 && Laws.All(law => law.Outcome.Standing is LawStanding.Holds
        or LawStanding.NotOffered or LawStanding.Known);

    internal int Count(LawStanding standing) => Laws.Count(law => law.Outcome.Standing == standing);
}
