using FsCheck;

namespace ExactGN.Tests;

/// <summary>theory/dynamics.md: how one exact step, and many, move the residual of squared error.</summary>
public sealed class ContractionProperties
{
    /// <summary>Where a claim of exactness is judged; beyond it "full row rank" is not met numerically.</summary>
    private const double WorstCondition = 1e4;

    [Claim("DYN-1")]
    public Property An_exact_step_contracts_the_residual_by_one_minus_alpha_up_to_second_order(TrainingStep step, FullRankNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        if (!(built.WorstCondition() < WorstCondition))
        {
            return Verdict.Discard();
        }

        using var noGrad = no_grad();
        using var update = step.Compute(built.Model, built.X, built.Targets);
        var residual = built.Model.Output(built.X) - built.Targets;
        var reach = 1e-3 / (1 + update.Norm());
        if (!SmoothAlong(built, update, reach))
        {
            return Verdict.Discard();
        }

        double Remainder(double alpha) => Ratio.Norm(Moved(built, update, alpha) - built.Targets - (1 - alpha) * residual);

        return Verdict.Below(recipe, Math.Abs(Math.Log2(Remainder(reach) / Remainder(reach / 2)) - 2), threshold: 0.2);
    }

    [Claim("DYN-5", Share = 0.2)]
    public Property At_a_fixed_time_the_steps_follow_the_flow_up_to_first_order_in_alpha(TrainingStep step, FullRankNetwork recipe)
    {
        using var scope = NewDisposeScope();

        // One linear block: f is bilinear in (W_F, W_G), smooth everywhere.
        using var built = (recipe.Network with { Blocks = 1, LinearInput = true }).Build();
        using var noGrad = no_grad();
        using var start = Update.Snapshot(built.Model);
        var residual = built.Model.Output(built.X) - built.Targets;

        // The departure from the flow after so many steps, and the sum of the norms of what each step contributed to it; null where a step lacks full row rank.
        (Tensor Whole, double Parts)? Departure(int steps)
        {
            start.RestoreTo(built.Model);
            var (keep, before, parts) = (1 - 0.5 / steps, residual, 0.0);
            for (var t = 0; t < steps; t++)
            {
                if (!(built.WorstCondition() < 60))
                {
                    return null;
                }

                using var update = step.Compute(built.Model, built.X, built.Targets);
                update.ApplyTo(built.Model, 0.5 / steps);
                var after = built.Model.Output(built.X) - built.Targets;
                (before, parts) = (after, keep * parts + Ratio.Norm(after - keep * before));
            }

            return (before - Math.Pow(keep, steps) * residual, parts);
        }

        if (!(built.WorstCondition() < 30))
        {
            return Verdict.Discard();
        }

        return Departure(32) is { } coarse && Departure(64) is { } fine
            ? Verdict.Below(recipe, Ratio.Norm(coarse.Whole - 2 * fine.Whole) / coarse.Parts, threshold: 0.3)
            : Verdict.Discard();
    }

    [Claim("DYN-6")]
    public Property A_zero_residual_gives_a_zero_update(TrainingStep step, FullRankNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        if (!(built.WorstCondition() < WorstCondition))
        {
            return Verdict.Discard();
        }

        using var noGrad = no_grad();
        using var update = step.Compute(built.Model, built.X, built.Model.Output(built.X));

        return Verdict.Below(recipe, update.Norm() / Ratio.Eps(float64));
    }

    /// <summary>f(θ − αΔ); the weights are restored.</summary>
    private static Tensor Moved(NetworkCase built, Update update, double alpha)
    {
        using var before = Update.Snapshot(built.Model);
        update.ApplyTo(built.Model, alpha);
        var output = built.Model.Output(built.X);
        before.RestoreTo(built.Model);
        return output;
    }

    /// <summary>Whether no feature changes between zero and non-zero from θ to θ − αΔ: φ is then differentiable along the way.</summary>
    private static bool SmoothAlong(NetworkCase built, Update update, double alpha)
    {
        using var before = Update.Snapshot(built.Model);
        var here = built.Features();
        update.ApplyTo(built.Model, alpha);
        var there = built.Features();
        before.RestoreTo(built.Model);
        return here.Zip(there).All(pair => pair.First.gt(0).eq(pair.Second.gt(0)).all().item<bool>());
    }
}
