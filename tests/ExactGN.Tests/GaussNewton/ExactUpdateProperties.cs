using FsCheck;

namespace ExactGN.Tests;

/// <summary>theory/exact-update.md: the exact reversible update.</summary>
public sealed class ExactUpdateProperties
{
    /// <summary>The largest κ(ã) for which a claim of exactness is judged; beyond it the hypothesis "full row rank" is not met numerically.</summary>
    private const double WorstCondition = 1e4;

    [Claim("GN-1")]
    public Property The_update_realises_the_output_error(UpdateRule rule, FullRankNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        var condition = built.WorstCondition();
        if (!(condition < WorstCondition))
        {
            return Verdict.Discard();
        }

        using var noGrad = no_grad();
        var state = built.Model.Forward(built.X);
        var error = built.Model.Lift(built.Gaussian(recipe.Network.Classes ?? built.X.size(1), stream: 1));

        using var update = rule.Update(built.Model, state, error);

        var realised = built.Model.ParameterJvp(built.X, update);
        var size = built.X.size(1) * recipe.Network.Blocks;
        return Verdict.Below(recipe, Ratio.Of(realised - error, condition * Ratio.Norm(error), size, error.dtype));
    }
}
