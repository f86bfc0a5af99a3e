namespace ExactGN.Tests;

/// <summary>
/// A filtered pseudo-inverse written plainly, X = V·diag(filter(σ))·Uᵀs, with the filter as the place where a fault can
/// be planted. Without a fault it is a second implementation of truncation and damping.
/// </summary>
public static class PlainFilter
{
    /// <summary>X for a filter σ → the factor that stands where 1/σ would.</summary>
    public static Tensor Solve(Tensor a, Tensor s, Func<Tensor, Tensor> filter)
    {
        var (u, sigma, vh) = linalg.svd(a, fullMatrices: false);
        return vh.mT.matmul(filter(sigma).unsqueeze(1) * u.mT.matmul(s));
    }

    /// <summary>1/σ for the first r singular values, 0 for the others.</summary>
    public static Func<Tensor, Tensor> First(long r) =>
        sigma => where(arange(sigma.size(0), device: sigma.device) < r, sigma.reciprocal(), zeros_like(sigma));

    /// <summary>A truncated solution with the given mask (σ, σ_max) → kept, and its report.</summary>
    public static LeastSquaresSolution Truncate(Tensor a, Tensor s, Func<Tensor, Tensor, Tensor> keep)
    {
        var sigma = linalg.svdvals(a);
        var kept = keep(sigma, sigma.max());
        var rank = (int)kept.sum().item<long>();
        var x = Solve(a, s, value => where(kept, value.reciprocal(), zeros_like(value)));
        var numbers = sigma.to(float64, CPU).data<double>().ToArray();
        var condition = rank == 0 ? 0 : numbers[0] / numbers[rank - 1];
        return new(x, new RankReport(rank, condition, numbers.ElementAtOrDefault(rank), false));
    }
}
