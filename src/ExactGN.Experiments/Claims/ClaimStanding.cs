namespace ExactGN.Experiments.Claims;

/// <summary>A claim joined with its properties and faults and with what the last run showed of them.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Properties">The names of its properties.</param>
/// <param name="Faults">The names of the faults planted for it.</param>
/// <param name="Evidence">What its properties showed; a property that has not run has no entry.</param>
/// <param name="Rejections">Its faults that were rejected.</param>
/// <param name="Others">Faults planted for other claims that its properties rejected too.</param>
public sealed record ClaimStanding(
    Claim Claim,
    IReadOnlyList<string> Properties,
    IReadOnlyList<string> Faults,
    IReadOnlyList<PropertyEvidence> Evidence,
    IReadOnlyList<FaultEvidence> Rejections,
    IReadOnlyList<FaultEvidence> Others)
{
    /// <summary>The property that came nearest to its threshold, or exceeded it most; null without evidence.</summary>
    public PropertyEvidence? Worst =>
        Evidence.OrderBy(entry => double.IsNaN(entry.Used) ? double.PositiveInfinity : entry.Used).LastOrDefault();

    /// <summary>Whether everything that has run passed; null without evidence.</summary>
    public bool? Holds => Evidence.Count > 0 ? Evidence.All(entry => entry.Holds) : null;

    /// <summary>The properties whose evidence is about other code than this.</summary>
    public IEnumerable<PropertyEvidence> OfOtherCode => Evidence.Where(entry => !entry.IsOfThisCode);

    /// <summary>The cases of all its properties.</summary>
    public int Cases => Evidence.Sum(entry => entry.Cases);

    /// <summary>The properties that have not run.</summary>
    public IEnumerable<string> NotRun => Properties.Except(Evidence.Select(entry => entry.Property));

    /// <summary>The faults that nothing rejected, as far as the evidence goes.</summary>
    public IEnumerable<string> NotRejected => Faults.Except(Rejections.Select(entry => entry.Fault));
}
