namespace ExactGN;

/// <summary>How far one kernel matrix is from another, and how rich it is. Norms are Frobenius norms. theory/lazy-regime.md.</summary>
public static class KernelDrift
{
    /// <summary>‖Θ_t − Θ_s‖/‖Θ_s‖: the relative drift for s = 0, the rate of change for s = t − 1.</summary>
    /// <param name="kernel">Θ_t, symmetric, shape [N, N].</param>
    /// <param name="earlier">Θ_s, shape [N, N].</param>
    public static double Relative(Tensor kernel, Tensor earlier)
    {
        using var scope = NewDisposeScope();
        return HostRead.Number((kernel - earlier).norm() / earlier.norm());
    }

    /// <summary>⟨Θ_t, Θ_0⟩/(‖Θ_t‖‖Θ_0‖), in [0, 1] for positive semi-definite kernels.</summary>
    /// <param name="kernel">Θ_t, shape [N, N].</param>
    /// <param name="initial">Θ_0, shape [N, N].</param>
    public static double Alignment(Tensor kernel, Tensor initial)
    {
        using var scope = NewDisposeScope();
        return HostRead.Number(((kernel / kernel.norm()) * (initial / initial.norm())).sum());
    }

    /// <summary>The eigenvalues, largest first, shape [N]; the caller owns them.</summary>
    /// <param name="kernel">Θ, symmetric, shape [N, N].</param>
    public static Tensor Spectrum(Tensor kernel)
    {
        using var scope = NewDisposeScope();
        return linalg.eigvalsh(kernel).flip(0).MoveToOuterDisposeScope();
    }

    /// <summary>The effective rank (tr Θ)²/‖Θ‖² = (Σλ)²/Σλ² (the participation ratio), between 1 and rank Θ.</summary>
    /// <param name="kernel">Θ, symmetric positive semi-definite, shape [N, N].</param>
    public static double EffectiveRank(Tensor kernel)
    {
        using var scope = NewDisposeScope();
        return HostRead.Number((kernel.diagonal().sum() / kernel.norm()).square());
    }
}
