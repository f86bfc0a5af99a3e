namespace ExactGN.Tests;

/// <summary>theory/experiments.md: verdicts of several parts or primaries together.</summary>
public sealed class FamilyProperties
{
    [Claim("RUN-36", Share = 0.2)]
    public Property Parts_on_the_boundary_are_named_as_failing_in_one_of_forty_experiments_at_most(
        ClaimLogic logic, BoundaryClaim recipe)
    {
        const int Experiments = 4000;
        var random = new Random(recipe.Seed);

        var named = Enumerable.Range(0, Experiments)
            .Count(_ => logic.Of(recipe.Draw(random)).Parts.Take(recipe.Boundary)
            .Contains(ExactGN.Experiments.Statistics.Verdict.Fails));

        return Verdict.Below(recipe, (named - 0.025 * Experiments) / Math.Sqrt(0.025 * 0.975 * Experiments),
            threshold: 5);
    }

    [Claim("RUN-37")]
    public Property Primaries_have_the_verdicts_of_closed_testing_at_two_sided_five_per_cent(
        PrimaryLogic logic, PrimaryEvidence recipe) =>
        Verdict.That(recipe, logic.Of(recipe.Evidence).SequenceEqual(recipe.Expected));
}
