namespace ExactGN.Tests;

/// <summary>theory/experiments.md: verdicts of whole claims.</summary>
public sealed class ClaimProperties
{
    [Claim("RUN-16")]
    public Property A_claim_and_its_parts_have_the_verdicts_of_closed_testing(ClaimLogic logic, ClaimParts recipe) =>
        Verdict.That(
            recipe,
            logic.Of(recipe.Evidence) is var found
            && found.Verdict == recipe.Expected
            && found.Parts.SequenceEqual(recipe.ExpectedParts));

    [Claim("RUN-17")]
    public Property The_catalogue_s_claims_find_the_verdict_that_curves_were_made_for(
        ClaimJudge judge, ClaimStory recipe) =>
            Verdict.That(recipe, judge.Of(recipe.Experiment, recipe.Runs()) == recipe.Expected);
}
