namespace ExactGN.Experiments.Claims;

/// <summary>The ledger joined with an index of properties and faults and with the evidence of a run.</summary>
/// <param name="Ledger">The chapters.</param>
/// <param name="Evidence">The evidence.</param>
/// <param name="Claims">The standing of every claim, in the ledger's order.</param>
public sealed record ClaimStandings(ClaimLedger Ledger, EvidenceFolder Evidence, IReadOnlyList<ClaimStanding> Claims)
{
    /// <summary>Evidence of properties that the index does not know, such as one since renamed.</summary>
    public IReadOnlyList<PropertyEvidence> Strangers { get; } =
        [.. Evidence.Properties.ExceptBy(Claims.SelectMany(claim => claim.Evidence).Select(Key), Key)];

    /// <summary>Joins them, by name and claim: a class of laws has the evidence of several claims.</summary>
    /// <param name="ledger">The chapters.</param>
    /// <param name="index">The properties and faults of each claim.</param>
    /// <param name="evidence">What the last run showed.</param>
    public static ClaimStandings Join(ClaimLedger ledger, ClaimIndex index, EvidenceFolder evidence)
    {
        var properties = evidence.Properties.GroupBy(Key).ToDictionary(group => group.Key, group => group.Last());
        var (faults, elsewhere) =
            (evidence.Faults.ToLookup(entry => entry.Claim), evidence.Elsewhere.ToLookup(entry => entry.Claim));
        return new(ledger, evidence, [.. ledger.Claims.Select(claim =>
        {
            var entry = index.Of(claim.Id);
            return new ClaimStanding(
                claim,
                entry.Properties,
                entry.Faults,
                [.. entry.Properties
                    .Select(name => properties.GetValueOrDefault((claim.Id, name)))
                    .OfType<PropertyEvidence>()],
                [.. faults[claim.Id]
                    .Where(rejection => entry.Faults.Contains(rejection.Fault))
                    .DistinctBy(rejection => rejection.Fault)],
                [.. elsewhere[claim.Id]
                    .Where(rejection => !entry.Faults.Contains(rejection.Fault))
                    .DistinctBy(rejection => rejection.Fault)]);
        })]);
    }

    /// <summary>The claims of a chapter.</summary>
    /// <param name="chapter">The chapter.</param>
    public IReadOnlyList<ClaimStanding> Of(Chapter chapter) =>
        [.. Claims.Where(standing => standing.Claim.Chapter == chapter.Name)];

    private static (string Claim, string Property) Key(PropertyEvidence entry) => (entry.Claim, entry.Property);
}
