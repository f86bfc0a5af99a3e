namespace ExactGN.Tests;

/// <summary>theory/dynamics.md: where small minimum-norm steps over inconsistent mini-batches come to rest.</summary>
public sealed class BatchCycleProperties
{
    /// <summary>κ(I − M) up to which the resting point, found by a solve, is far more accurate than α.</summary>
    private const double WorstCondition = 1e8;

    [Claim("DYN-17")]
    public Property Small_steps_over_inconsistent_batches_rest_where_the_batches_own_steps_cancel(
        DenseStep step, InconsistentBatches recipe)
    {
        using var scope = NewDisposeScope();
        var batches = recipe.Build();
        var inverses = batches.Select(batch => Dense.PseudoInverse(batch.J).to(batch.J.device)).ToArray();
        List<double> ratios = [];
        foreach (var alpha in new[] { 1e-2, 1e-3, 1e-4 })
        {
            // One cycle is the affine map θ ↦ Mθ + b.
            var b = Cycle(zeros([recipe.Parameters, 1], dtype: float64, device: Steering.Device));
            var unit = eye(recipe.Parameters, dtype: float64, device: Steering.Device);
            var system = unit - (Cycle(unit) - b);
            var sigma = Dense.SingularValues(system);
            if (!(sigma[0] < WorstCondition * sigma[^1]))
            {
                return Verdict.Discard();
            }

            var rest = linalg.solve(system, b);

            // The batches' own steps r_j on the way round, and all of them at the resting point: Σ_j r_j = 0, so
            // Σ_j J_j⁺(J_jθ − y_j) = α·Σ_j P_j Σ_{i<j} r_i.
            var (theta, bound) = (rest, 0.0);
            var sum = zeros_like(rest);
            foreach (var (i, ((j, y), inverse)) in batches.Zip(inverses).Index())
            {
                sum += inverse.mm(j.mm(rest) - y);
                var own = inverse.mm(j.mm(theta) - y);
                theta = theta - alpha * own;
                bound += (batches.Count - 1 - i) * alpha * Ratio.Norm(own);
            }

            var size = recipe.Condition * (Ratio.Norm(rest) + Ratio.Norm(batches[0].Y));
            var rounding = 30 * sigma[0] / sigma[^1] * size * recipe.Parameters * Ratio.Eps(float64);
            ratios.Add(Ratio.Norm(sum) / (bound + rounding));

            Tensor Cycle(Tensor columns) => batches.Aggregate(
                columns,
                (now, batch) => now - alpha * step.Compute(batch.J, batch.J.mm(now) - batch.Y));
        }

        return Verdict.Below(recipe, ratios, threshold: 1);
    }
}
