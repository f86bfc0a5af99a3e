namespace ExactGN.Benchmarks;

/// <summary>Operations of the large products of a step, two per multiply-add, ReLU everywhere:
/// theory/performance.md.</summary>
internal static class Arithmetic
{
    /// <summary>By autograd: 10nqh per half-coupling, without the 4nqh of the input's gradient,
    /// which the first one does not need.</summary>
    internal static double FirstOrder(double n, double q, double h, double blocks) => (20 * blocks - 4) * n * q * h;

    /// <summary>
    /// Gauss-Newton with kept features, full rank: per half-coupling 4nqh forward, 4nqh for the pull-back,
    /// 2nqh for ãᵀz, n²h for half of ããᵀ. The first block's F is not pulled back through (4nqh), and the last block's F
    /// solves and its G pulls back for c columns only (4nqh).
    /// </summary>
    internal static double GaussNewton(double n, double q, double h, double blocks) =>
        (20 * blocks - 8) * n * q * h + 2 * blocks * n * n * h;
}
