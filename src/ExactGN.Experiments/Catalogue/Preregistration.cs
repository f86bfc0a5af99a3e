namespace ExactGN.Experiments.Catalogue;

/// <summary>theory/preregistration.md, which was committed before the runs that it governs.</summary>
public static class Preregistration
{
    /// <summary>The commit that has the page as it stands.</summary>
    public const string Commit = "f5d870d";

    /// <summary>The SHA-256 of the page's words with one space between them; a test compares it, so that the page does
    /// not change, but for where its lines end, while its commit is said to be this.</summary>
    public const string Sum = "1815dce1d06078dea25eb3f458a4e2bc54f71b3588043107a6169526f5609b5b";

    /// <summary>Whether the page asks this: a question of the family, or what belongs to one, such as
    /// "BEY-2-h256".</summary>
    /// <param name="id">An experiment's number.</param>
    public static bool Governs(string id) =>
        BeyondCatalogue.Family.Any(
            question => id == question || id.StartsWith(question + "-", StringComparison.Ordinal));

    /// <summary>Judges the primary readings together: the family has its size whatever was run.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="asPreregistered">Whether an experiment was run as it was preregistered; what was not has no
    /// verdict.</param>
    /// <returns>The claims, those of the family with their verdicts in it.</returns>
    public static IReadOnlyList<ClaimResult> Judge(IReadOnlyList<ClaimResult> claims, Func<Experiment,
        bool> asPreregistered)
    {
        var primaries = claims.Where(claim => claim.Experiment.Standing == Standing.Primary)
            .ToDictionary(claim => claim.Experiment.Id);
        PartEvidence[] evidence =
        [
            .. BeyondCatalogue.Family.Select(id => primaries.TryGetValue(id, out var claim)
            && asPreregistered(claim.Experiment) ? claim.Criteria[0].Evidence : PartEvidence.TooFewSeeds),
        ];
        var verdicts = BeyondCatalogue.Family.Zip(PrimaryVerdicts.Of(evidence)).ToDictionary();
        var levels = BeyondCatalogue.Family.Zip(PrimaryVerdicts.DecidingLevels(evidence)).ToDictionary();
        return [.. claims.Select(claim => primaries.ContainsKey(claim.Experiment.Id)
            ? Named(claim) : claim)];

        ClaimResult Named(ClaimResult claim) => claim with
        {
            InFamily = verdicts[claim.Experiment.Id],
            Criteria = [.. claim.Criteria.Select(part => part.DecidedAt(levels[claim.Experiment.Id]) with
            {
                Verdict = verdicts[claim.Experiment.Id],
            })],
        };
    }
}
