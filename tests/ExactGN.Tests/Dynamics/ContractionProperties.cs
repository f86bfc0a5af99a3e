namespace ExactGN.Tests;

/// <summary>theory/dynamics.md: how one exact step, and many, move the residual of squared error.</summary>
public sealed class ContractionProperties
{
    /// <summary>κ(Θ) up to which a Cholesky solve leaves a first-order miss far below the second-order term.</summary>
    private const double WorstKernelCondition = 1e8;

    [Claim("DYN-1")]
    public Property The_minimum_norm_step_contracts_the_residual_whatever_half_couplings_are_trainable(
        MinimumNormStep step, FullRankNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        var seed = recipe.Network.Seed;
        built.Model.TrainOnly(i => i == seed % (2 * recipe.Network.Blocks) || (seed >> i) % 2 == 0);
        using var noGrad = no_grad();
        double[] spectrum = Dense.SingularValues(NeuralTangentKernel.Of(built.Model, built.X));
        var condition = spectrum[0] / Math.Abs(spectrum[^1]);
        if (!(condition < WorstKernelCondition))
        {
            return Verdict.Discard();
        }

        using var update = step.Compute(built.Model, built.X, built.Targets);
        var outputs = built.Model.Output(built.X);
        var residual = outputs - built.Targets;
        var reach = 1e-3 / (1 + update.Norm());
        if (!SmoothAlong(built, update, reach))
        {
            return Verdict.Discard();
        }

        double Remainder(double alpha) =>
            Ratio.Norm(Moved(built, update, alpha) - built.Targets - (1 - alpha) * residual);

        // Where f is affine in what is trainable there is no second order, only rounding.
        var (whole, half) = (Remainder(reach), Remainder(reach / 2));
        var rounding = Ratio.Eps(float64)
            * ((Ratio.Norm(outputs) + Ratio.Norm(built.Targets)) * built.X.numel()
                + reach * condition * Ratio.Norm(residual));
        return Verdict.Below(
            recipe, whole < 100 * rounding ? 0 : Math.Abs(Math.Log2(whole / half) - 2), threshold: 0.2);
    }

    [Claim("DYN-18", Share = 0.5)]
    public Property Whole_steps_square_the_residual(TrainingStep step, FullRankNetwork recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();

        // Half of the networks are one linear block, smooth everywhere; in the others no feature may change.
        var smooth = recipe.Network with { Blocks = 1, LinearInput = true };
        using var built = (recipe.Network.Seed % 2 == 0 ? smooth : recipe.Network).Build();
        if (!(built.WorstCondition() < 100))
        {
            return Verdict.Discard();
        }

        using var noGrad = no_grad();
        using var start = Update.Snapshot(built.Model);
        var f = built.Model.Output(built.X);
        var direction = built.Targets / Ratio.Norm(built.Targets);

        // ‖r₁‖/‖r₀‖ is proportional to ‖r₀‖ = τ; the trial finds the τ at which it is a thousandth.
        if (Residuals(1e-4, steps: 1) is not { } trial
            || Residuals(1e-3 * 1e-4 * trial[0] / trial[1], steps: 2) is not { } left)
        {
            return Verdict.Discard();
        }

        var floor = 100 * Ratio.Eps(float64) * (Ratio.Norm(f) + left[0]) * built.X.numel();
        var order = Math.Max(left[2] - floor, 0) / left[1] / Math.Pow(left[1] / left[0], 1.5);
        return Verdict.Below(recipe, [order, left[1] / left[0] / 0.1], threshold: 1);

        // ‖r_t‖ for t = 0 … steps from y = f + τ·direction; null where a feature changes, or a step is refused.
        double[]? Residuals(double tau, int steps)
        {
            start.RestoreTo(built.Model);
            var y = f + tau * direction;
            List<double> norms = [tau];
            for (var t = 0; t < steps; t++)
            {
                using var update = step.Compute(built.Model, built.X, y);
                if (!(update.Norm() < 1e3) || !SmoothAlong(built, update, 1))
                {
                    return null;
                }

                update.ApplyTo(built.Model, 1);
                norms.Add(Ratio.Norm(built.Model.Output(built.X) - y));
            }

            return [.. norms];
        }
    }

    [Claim("DYN-5", Share = 0.2)]
    public Property At_a_fixed_time_the_steps_follow_the_flow_up_to_first_order_in_alpha(
        TrainingStep step, FullRankNetwork recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();

        // One linear block: f is bilinear in (W_F, W_G), smooth everywhere.
        using var built = (recipe.Network with { Blocks = 1, LinearInput = true }).Build();
        using var noGrad = no_grad();
        using var start = Update.Snapshot(built.Model);
        var residual = built.Model.Output(built.X) - built.Targets;

        // The departure from the flow after so many steps, and the sum of the norms of what each step contributed
        // to it; null where a step lacks full row rank.
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

    /// <summary>f(θ − αΔ); the weights are restored.</summary>
    private static Tensor Moved(NetworkCase built, Update update, double alpha)
    {
        using var before = Update.Snapshot(built.Model);
        update.ApplyTo(built.Model, alpha);
        var output = built.Model.Output(built.X);
        before.RestoreTo(built.Model);
        return output;
    }

    /// <summary>Whether no feature changes between zero and non-zero from θ to θ − αΔ: φ is then differentiable along
    /// the way.</summary>
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
