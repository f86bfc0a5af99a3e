namespace ExactGN.LeastSquares;

/// <summary>Whether what a strategy forms on its way stays within the dtype. What does not is solved again at unit
/// scale, <see cref="AtUnitScale"/>; that is found on the device and read with the report.</summary>
internal static class WorkingRange
{
    /// <summary>Whether a strategy that squares ã left the range: with K = ããᵀ (or ãᵀã) of size σ², where σ²,
    /// s/σ² or sσ is beyond.</summary>
    /// <param name="squared">σ², a scalar: the largest entry of K's diagonal, which no other exceeds.</param>
    /// <param name="a">ã, whose dtype counts.</param>
    /// <param name="s">s, shape [n, k].</param>
    /// <returns>A boolean scalar, in the caller's dispose scope.</returns>
    internal static Tensor LeftSquaring(Tensor squared, Tensor a, Tensor s)
    {
        using var scope = NewDisposeScope();
        var (size, right) = (squared.to(float64), Magnitude.Largest(s).to(float64));
        var none = right.eq(0);
        return Within(size, a.dtype, margin: 2)
            .bitwise_and(
                none.bitwise_or(Within(right / size, a.dtype).bitwise_and(Within(right * size.sqrt(), a.dtype))).all())
            .bitwise_not()
            .MoveToOuterDisposeScope();
    }

    /// <summary>Whether a strategy that works with ã itself left it: where σ, s or s/σ is beyond.</summary>
    /// <param name="size">σ, a scalar: about the largest singular value.</param>
    /// <param name="a">ã, whose dtype counts.</param>
    /// <param name="s">s, shape [n, k].</param>
    /// <returns>A boolean scalar, in the caller's dispose scope.</returns>
    internal static Tensor Left(Tensor size, Tensor a, Tensor s)
    {
        using var scope = NewDisposeScope();
        var (sigma, right) = (size.to(float64), Magnitude.Largest(s).to(float64));
        var none = right.eq(0);
        return Within(sigma, a.dtype)
            .bitwise_and(none.bitwise_or(Within(right, a.dtype).bitwise_and(Within(right / sigma, a.dtype))).all())
            .bitwise_not()
            .MoveToOuterDisposeScope();
    }

    // So far inside the range that what is smaller by eps, or larger by 1/eps, is inside as well.
    private static Tensor Within(Tensor sizes, ScalarType dtype, int margin = 1)
    {
        var room = Math.Pow(finfo(dtype).eps, margin);
        return sizes.ge(finfo(dtype).tiny / room).bitwise_and(sizes.le(finfo(dtype).max * room));
    }
}
