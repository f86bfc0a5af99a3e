namespace ExactGN.Kernels;

/// <summary>How far one kernel matrix is from another, and how rich it is. Norms are Frobenius norms.
/// theory/lazy-regime.md.</summary>
/// <remarks>Every measure is one of shape, whatever the scale: entries are divided by their size before they
/// are squared. Where a measure has no value, as a kernel that is divided by is zero or one is not finite, it is NaN,
/// and no error: runs record it of networks that may have died.</remarks>
public static class KernelDrift
{
    /// <summary>‖Θ_t − Θ_s‖/‖Θ_s‖: the relative drift for s = 0, the rate of change for s = t − 1.</summary>
    /// <param name="kernel">Θ_t, symmetric, shape [N, N].</param>
    /// <param name="earlier">Θ_s, shape [N, N].</param>
    /// <returns>Infinite where Θ_s alone is zero, NaN where both are or one is not finite.</returns>
    /// <exception cref="ArgumentException">The two differ in shape, dtype or device, or are empty.</exception>
    [Equation("‖Θ_t − Θ_s‖/‖Θ_s‖, ⟨Θ_t, Θ_0⟩/(‖Θ_t‖‖Θ_0‖)")]
    public static double Relative(Tensor kernel, Tensor earlier)
    {
        RequireAlike(kernel, earlier);
        using var scope = NewDisposeScope();
        var scale = maximum(Magnitude.Of(kernel), Magnitude.Of(earlier));
        return HostRead.Number(
            Magnitude.Norm(kernel / scale - earlier / scale) * (scale.to(float64) / Magnitude.Norm(earlier)));
    }

    /// <summary>⟨Θ_t, Θ_0⟩/(‖Θ_t‖‖Θ_0‖), in [0, 1] for positive semi-definite kernels.</summary>
    /// <param name="kernel">Θ_t, shape [N, N].</param>
    /// <param name="initial">Θ_0, shape [N, N].</param>
    /// <returns>NaN where one is zero or not finite.</returns>
    /// <exception cref="ArgumentException">The two differ in shape, dtype or device, or are empty.</exception>
    [Equation("‖Θ_t − Θ_s‖/‖Θ_s‖, ⟨Θ_t, Θ_0⟩/(‖Θ_t‖‖Θ_0‖)")]
    public static double Alignment(Tensor kernel, Tensor initial)
    {
        RequireAlike(kernel, initial);
        using var scope = NewDisposeScope();
        var (a, b) = (Magnitude.Scaled(kernel), Magnitude.Scaled(initial));
        return HostRead.Number(((a / a.norm()) * (b / b.norm())).sum());
    }

    /// <summary>The eigenvalues, largest first, shape [N]; the caller owns them.</summary>
    /// <param name="kernel">Θ, symmetric, shape [N, N].</param>
    /// <exception cref="ArgumentException">It is no square matrix, or an empty one.</exception>
    [Equation("(tr Θ)²/‖Θ‖²")]
    public static Tensor Spectrum(Tensor kernel)
    {
        RequireSquare(kernel);
        using var scope = NewDisposeScope();
        return linalg.eigvalsh(kernel).flip(0).MoveToOuterDisposeScope();
    }

    /// <summary>The effective rank (tr Θ)²/‖Θ‖² = (Σλ)²/Σλ² (the participation ratio), between 1 and rank Θ.</summary>
    /// <param name="kernel">Θ, symmetric positive semi-definite, shape [N, N].</param>
    /// <returns>NaN where Θ is zero or not finite.</returns>
    /// <exception cref="ArgumentException">It is no square matrix, or an empty one.</exception>
    [Equation("(tr Θ)²/‖Θ‖²")]
    public static double EffectiveRank(Tensor kernel)
    {
        RequireSquare(kernel);
        using var scope = NewDisposeScope();
        var scaled = Magnitude.Scaled(kernel);
        return HostRead.Number((scaled.diagonal().sum() / scaled.norm()).square());
    }

    /// <summary>Two tensors that are compared entry by entry.</summary>
    /// <param name="now">The one.</param>
    /// <param name="then">The other.</param>
    internal static void RequireAlike(Tensor now, Tensor then)
    {
        if (now.numel() == 0
            || !now.shape.SequenceEqual(then.shape) || now.dtype != then.dtype || now.device_type != then.device_type)
        {
            throw new ArgumentException(
                "What is compared entry by entry must share shape, dtype and device and have an entry, "
                + $"got {Text(now)} and {Text(then)}.");
        }

        RequireFloat(now);
        RequireDense(then);
    }

    /// <summary>Float32 or float64: of other numbers no norm is formed.</summary>
    /// <param name="tensor">The tensor.</param>
    internal static void RequireFloat(Tensor tensor)
    {
        RequireDense(tensor);
        if (tensor.dtype is not (ScalarType.Float32 or ScalarType.Float64))
        {
            throw new ArgumentException($"What is measured must be of float32 or float64, got {Text(tensor)}.");
        }
    }

    private static void RequireDense(Tensor tensor) => ShapeRule.RequireDense(tensor, "What is measured");

    private static void RequireSquare(Tensor kernel)
    {
        if (kernel.dim() != 2 || kernel.size(0) != kernel.size(1) || kernel.numel() == 0)
        {
            throw new ArgumentException($"A kernel must be a square matrix with an entry, got {Text(kernel)}.");
        }

        RequireFloat(kernel);
    }

    /// <summary>A tensor in a message: shape, dtype, device.</summary>
    /// <param name="t">The tensor.</param>
    internal static string Text(Tensor t) => $"[{string.Join(", ", t.shape)}] of {t.dtype} on {t.device_type}";
}
