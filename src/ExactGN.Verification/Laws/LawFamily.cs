namespace ExactGN.Verification.Laws;

/// <summary>Laws that judge one kind of thing.</summary>
public enum LawFamily
{
    /// <summary>Any differentiable map f(θ, x), and its products with ∂f/∂x.</summary>
    Map,

    /// <summary>Products with J = ∂f/∂θ of any such map.</summary>
    Tangents,

    /// <summary>The kernel JJᵀ of any such map.</summary>
    Kernels,

    /// <summary>Gauss-Newton steps of any such map.</summary>
    GaussNewton,

    /// <summary>Least-squares solvers.</summary>
    LeastSquares,

    /// <summary>Losses.</summary>
    Losses,

    /// <summary>Similarities of representations and of kernels.</summary>
    Similarity,

    /// <summary>Reversible networks that the kit supplies.</summary>
    Chains,
}
