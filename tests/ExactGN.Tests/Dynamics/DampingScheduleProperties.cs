namespace ExactGN.Tests;

/// <summary>theory/dynamics.md: damped Gauss-Newton on a linear model under named schedules of λ.</summary>
public sealed class DampingScheduleProperties
{
    private const double Goal = 1e-6;

    [Claim("DYN-12")]
    public Property Every_mode_shrinks_by_the_product_of_lambda_over_its_eigenvalue_plus_lambda(
        DampedStep step, LinearProblem recipe)
    {
        using var scope = NewDisposeScope();
        var (j, modes, residual) = recipe.Build();
        double[] eigenvalues = recipe.Eigenvalues;
        Func<int, double>[] schedules = [_ => eigenvalues[^1], t => Math.Pow(2, -t), _ => 0.1];

        return Verdict.Below(recipe, schedules.Select(schedule =>
        {
            var (r, rounding) = (residual, 0.0);
            var expected = eigenvalues.Select(_ => 1.0).ToArray();
            for (var t = 0; t < 12; t++)
            {
                var lambda = schedule(t);
                rounding += (eigenvalues[0] + lambda) / (eigenvalues[^1] + lambda) * Ratio.Norm(r);
                r = Next(step, j, r, lambda);
                expected = [
                    .. expected.Zip(eigenvalues, (value, eigenvalue) => value * lambda / (eigenvalue + lambda))
                ];
            }

            var coefficients = modes.mT.mm(r).squeeze(1).to(CPU);
            return Ratio.Of(
                coefficients - tensor(expected), rounding + Ratio.Norm(residual), recipe.Parameters, float64);
        }));
    }

    [Claim("DYN-12", Share = 0.2)]
    public Property With_a_constant_damping_the_count_grows_like_the_condition(DampedStep step, LinearProblem recipe)
    {
        using var scope = NewDisposeScope();
        if (recipe.Kappa > 1e3)
        {
            return Verdict.Discard();
        }

        var (j, _, residual) = recipe.Build();
        var (r, start, steps) = (residual, Ratio.Norm(residual), 0);
        var (least, most) = (
            recipe.Kappa / 10 * (Math.Log(1 / Goal) - Math.Log(recipe.Modes) / 2),
            (recipe.Kappa / 10 + 0.5) * Math.Log(1 / Goal) + 1);
        for (; Ratio.Norm(r) > Goal * start && steps < 2 * most; steps++)
        {
            r = Next(step, j, r, 0.1);
        }

        return Verdict.Below(recipe, [steps / most, least / steps], threshold: 1);
    }

    [Claim("DYN-14")]
    public Property With_lambda_halved_every_step_the_count_is_the_logarithm_of_the_condition_plus_six_to_eight(
        DampedStep step, LinearProblem recipe)
    {
        using var scope = NewDisposeScope();
        var logarithm = Math.Log2(recipe.Kappa);
        var (few, enough) = ((int)Math.Floor(logarithm) + 5, (int)Math.Ceiling(logarithm) + 7);

        var left = Left(step, recipe, t => Math.Pow(2, -t), enough);

        return Verdict.Below(recipe, [left[enough] / Goal, Goal / left[few]], threshold: 1);
    }

    /// <summary>‖r_T‖/‖r₀‖ for T = 0 … steps.</summary>
    private static double[] Left(DampedStep step, LinearProblem recipe, Func<int, double> schedule, int steps)
    {
        var (j, _, residual) = recipe.Build();
        var (r, start) = (residual, Ratio.Norm(residual));
        List<double> left = [1];
        for (var t = 0; t < steps; t++)
        {
            r = Next(step, j, r, schedule(t));
            left.Add(Ratio.Norm(r) / start);
        }

        return [.. left];
    }

    private static Tensor Next(DampedStep step, Tensor j, Tensor r, double lambda)
    {
        using var scope = NewDisposeScope();
        return (r - j.mm(step.Compute(j, r, lambda))).MoveToOuterDisposeScope();
    }
}
