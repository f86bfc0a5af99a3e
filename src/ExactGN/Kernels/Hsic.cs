namespace ExactGN.Kernels;

/// <summary>The Hilbert-Schmidt independence criterion: how far two representations of the same samples are from
/// independent, by their kernels K and L.</summary>
/// <remarks>
/// The biased estimator is tr(KHLH)/(n − 1)², H = I − 11ᵀ/n; its expectation is positive for independent data,
/// the more so the fewer samples there are for their features. L. Song et al., <i>Feature selection via dependence
/// maximization</i>, JMLR 13, 2012, have one without bias:
/// <para>HSIC = [tr(K̃L̃) + 1ᵀK̃1·1ᵀL̃1/((n − 1)(n − 2)) − 2/(n − 2)·1ᵀK̃L̃1]/(n(n − 3)), K̃ and L̃ without their
/// diagonals.</para>
/// theory/lazy-regime.md.
/// </remarks>
public static class Hsic
{
    /// <summary>The unbiased estimate from two kernel matrices; it may be negative.</summary>
    /// <param name="k">K, symmetric, shape [n, n], n ≥ 4.</param>
    /// <param name="l">L, symmetric, shape [n, n].</param>
    /// <returns>In float64: entries are divided by their size before they are multiplied, so only the estimate itself
    /// can leave its range.</returns>
    /// <exception cref="ArgumentException">The shapes differ, are not square, or are of fewer
    /// than four samples.</exception>
    [Equation("unbiased HSIC and its quotient")]
    public static double Unbiased(Tensor k, Tensor l)
    {
        if (k.dim() != 2 || k.size(0) != k.size(1) || !k.shape.SequenceEqual(l.shape) || k.size(0) < 4)
        {
            throw new ArgumentException(
                $"Unbiased HSIC takes two kernels of shape [n, n] with n ≥ 4, got [{string.Join(", ", k.shape)}] and "
                + $"[{string.Join(", ", l.shape)}].");
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (a, b) = (WithoutDiagonal(k.to(float64)), WithoutDiagonal(l.to(float64)));
        var (sizeA, sizeB) = (Magnitude.Of(a), Magnitude.Of(b));
        (a, b) = (a / sizeA, b / sizeB);
        return HostRead.Number(Combine(k.size(0), (a * b).sum(), a.sum(1), b.sum(1)) * sizeA * sizeB);

        static Tensor WithoutDiagonal(Tensor kernel) => kernel - kernel.diagonal().diag();
    }

    /// <summary>The same for K = XXᵀ and L = YYᵀ without forming them: n·p·p′ operations.
    /// In the caller's dispose scope.</summary>
    /// <param name="x">X in float64, centred for accuracy (the estimate does not depend on a shift) and of entries near
    /// 1, as their fourth powers are summed; shape [n, p].</param>
    /// <param name="y">Y, shape [n, p′].</param>
    internal static Tensor UnbiasedLinear(Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        var (squareX, squareY) = (x.square().sum(1), y.square().sum(1));
        return Combine(
            x.size(0),
            x.mT.mm(y).square().sum() - squareX.dot(squareY),
            x.mv(x.sum([0])) - squareX,
            y.mv(y.sum([0])) - squareY).MoveToOuterDisposeScope();
    }

    // From tr(K̃L̃), K̃1 and L̃1.
    private static Tensor Combine(double n, Tensor trace, Tensor rowsK, Tensor rowsL) =>
        (trace + rowsK.sum() * rowsL.sum() / ((n - 1) * (n - 2)) - 2 / (n - 2) * rowsK.dot(rowsL)) / (n * (n - 3));
}
