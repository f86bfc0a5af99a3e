using FsCheck;

namespace ExactGN.Tests;

/// <summary>theory/dynamics.md: damped Gauss-Newton on a linear model under named schedules of λ.</summary>
public sealed class DampingScheduleProperties
{
    private const double Goal = 1e-6;

    [Claim("DYN-12")]
    public Property Every_mode_shrinks_by_the_product_of_lambda_over_its_eigenvalue_plus_lambda(DampedStep step, LinearProblem recipe)
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
                r = r - j.matmul(step.Compute(j, r, lambda));
                expected = [.. expected.Zip(eigenvalues, (value, eigenvalue) => value * lambda / (eigenvalue + lambda))];
            }

            var coefficients = modes.mT.matmul(r).squeeze(1).to(CPU);
            return Ratio.Of(coefficients - tensor(expected), rounding + Ratio.Norm(residual), recipe.Parameters, float64);
        }));
    }

    [Claim("DYN-13")]
    public Property With_lambda_at_the_least_eigenvalue_twenty_steps_suffice_whatever_the_condition(DampedStep step, LinearProblem recipe)
    {
        using var scope = NewDisposeScope();
        var least = recipe.Eigenvalues[^1];

        var steps = StepsToGoal(step, recipe, _ => least);

        // Every mode at least halves, the least one exactly: log₂(10⁶/√n) ≤ T ≤ ⌈log₂ 10⁶⌉.
        return Verdict.That(recipe, steps <= 20 && steps >= Math.Ceiling(Math.Log2(1 / Goal) - Math.Log2(recipe.Modes) / 2));
    }

    [Claim("DYN-14")]
    public Property With_lambda_halved_every_step_the_count_is_the_logarithm_of_the_condition_plus_at_most_eight(DampedStep step, LinearProblem recipe)
    {
        using var scope = NewDisposeScope();
        var logarithm = Math.Log2(recipe.Kappa);

        var steps = StepsToGoal(step, recipe, t => Math.Pow(2, -t));

        return Verdict.That(recipe, steps > Math.Floor(logarithm) && steps <= Math.Ceiling(logarithm) + 7);
    }

    /// <summary>The first T with ‖r_T‖ ≤ 10⁻⁶‖r₀‖; 100 when it takes longer.</summary>
    private static int StepsToGoal(DampedStep step, LinearProblem recipe, Func<int, double> schedule)
    {
        var (j, _, residual) = recipe.Build();
        var (r, start) = (residual, Ratio.Norm(residual));
        for (var t = 0; t < 100; t++)
        {
            if (Ratio.Norm(r) <= Goal * start)
            {
                return t;
            }

            r = r - j.matmul(step.Compute(j, r, schedule(t)));
        }

        return 100;
    }
}
