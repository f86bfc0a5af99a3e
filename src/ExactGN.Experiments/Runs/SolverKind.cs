namespace ExactGN.Experiments.Runs;

/// <summary>How a reversible step solves its half-couplings' least-squares problems.</summary>
public enum SolverKind
{
    /// <summary>
    /// With the singular values above rtol·σ_max and atol: <see cref="TruncatedGramEigen"/>, or
    /// <see cref="MixedGramEigen"/> where the dtype is too coarse for rtol; with a damping above 0
    /// <see cref="LeastSquares.Damped"/>.
    /// </summary>
    Truncated,

    /// <summary>With all of them, <see cref="GramCholesky"/>; where that fails with those above rounding,
    /// <see cref="TruncatedSvd"/>.</summary>
    Untruncated,
}
