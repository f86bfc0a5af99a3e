namespace ExactGN.Tests;

/// <summary>σ_min of a triangular factor by one step of inverse iteration: (RᵀR)⁻¹b leans to the singular vector
/// of σ_min by the square of the gap.</summary>
public sealed class TriangularConditionFacts
{
    // 1/‖R⁻ᵀŵ‖ = σ_min·√(Σ cᵢ²/Σ cᵢ²ρᵢ²), cᵢ = (bᵢ/b_k)ρᵢ², ρᵢ = σ_min/σᵢ ≤ ρ: above σ_min by at most ½(‖b‖/b_k)²ρ⁴,
    // relative.
    [Theory, InlineData(2, 0.01), InlineData(5, 0.01), InlineData(12, 0.01), InlineData(5, 1e-4)]
    public void A_smallest_singular_value_that_stands_apart_is_seen_to_the_fourth_power_of_the_gap(int size, double gap)
    {
        using var scope = NewDisposeScope();
        for (var seed = 0; seed < 10; seed++)
        {
            using var generator = new Generator((ulong)seed, CPU);
            var (u, _) = linalg.qr(randn([size, size], dtype: float64, generator: generator));
            var (v, _) = linalg.qr(randn([size, size], dtype: float64, generator: generator));
            var sigma = logspace(0, -0.5, size, dtype: float64);
            sigma[size - 1] = gap * sigma[size - 2];
            var (_, r) = linalg.qr((u * sigma).mm(v.mT));
            var svd = Dense.ToMathNet(r).Svd(computeVectors: true);
            var (smallest, vector) = (svd.S[size - 1], svd.VT.Row(size - 1));
            var share = Enumerable.Range(0, size).Sum(i => Math.Sin(i + 1) * vector[i])
                / Math.Sqrt(Enumerable.Range(1, size).Sum(i => Math.Sin(i) * Math.Sin(i)));

            var seen = TriangularCondition.Reciprocal(r).item<double>()
                * r.square().sum(dim: 0).max().sqrt().item<double>();

            var rounding = Verdict.Threshold * size * Ratio.Eps(float64) / gap;
            Assert.InRange(seen / smallest - 1, -rounding, rounding + 0.5 * Math.Pow(gap, 4) / (share * share));
        }
    }
}
