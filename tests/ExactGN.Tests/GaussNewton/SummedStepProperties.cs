namespace ExactGN.Tests;

/// <summary>theory/exact-update.md: the report of a step whose blocks are summed.</summary>
public sealed class SummedStepProperties
{
    [Claim("GN-21")]
    public Property A_summed_step_is_measured_against_an_error_for_every_trainable_block(
        GaussNewtonRule rule, FullRankNetwork recipe)
    {
        using var built = recipe.Network.Open();
        var condition = Conditioning.Of(built);
        if (!(condition.Features < 1e4))
        {
            return Verdict.Discard();
        }

        if (recipe.Network.Blocks > 2)
        {
            var frozen = built.Model.Blocks[recipe.Network.Seed % recipe.Network.Blocks];
            frozen.F.Trainable = frozen.G.Trainable = false;
        }

        var method = new ReversibleGaussNewton(new TruncatedSvd(), new SquaredError(), Curvature.Exact)
        {
            MeasureDefect = true,
            Scaling = StepScaling.Reference,
        };
        using var step = rule.Step(method, built.Model, built.X, built.Targets);

        var error = built.Model.Lift(built.Model.Output(built.X) - built.Targets);
        var unit = condition.Product * built.X.size(1) * recipe.Network.Blocks * Ratio.Eps(error.dtype);
        return Verdict.Below(recipe, [step.Report.StateDefect!.Value / unit, step.Report.OutputDefect!.Value / unit]);
    }
}
