using FsCheck;

namespace ExactGN.Tests;

/// <summary>theory/experiments.md: verdicts of whole claims.</summary>
public sealed class ClaimProperties
{
    [Claim("RUN-16")]
    public Property A_claim_s_verdict_is_the_least_of_its_parts(ClaimLogic logic, ClaimParts recipe) =>
        Verdict.That(recipe, logic.Of(recipe.Verdicts) == ClaimParts.Weakest(recipe.Verdicts));

    [Claim("RUN-17")]
    public Property The_catalogue_s_claims_find_the_verdict_that_curves_were_made_for(ClaimJudge judge, ClaimStory recipe) =>
        Verdict.That(recipe, judge.Of(recipe.Experiment, recipe.Runs()) == recipe.Expected);
}
