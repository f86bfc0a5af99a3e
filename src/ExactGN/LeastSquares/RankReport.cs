namespace ExactGN.LeastSquares;

/// <summary>What a strategy saw of the spectrum of ã.</summary>
/// <param name="Rank">Singular values kept (min(n, m) for strategies that assume full rank).</param>
/// <param name="Condition">σ_max/σ_min over the kept values; a lower bound for Cholesky and QR, read off
/// the triangular factor.</param>
/// <param name="LargestCut">The largest singular value cut; 0 when none was.</param>
/// <param name="Failed">Whether a strategy that assumes full rank found that ã lacks it, or that its
/// answer is not accurate.</param>
[Equation("rank kept, condition, largest σ cut")]
public sealed record RankReport(int Rank, double Condition, double LargestCut, bool Failed);

/// <summary>A solution X = ã⁺s, and what was seen on the way; disposing it frees X.</summary>
/// <param name="X">Shape [m, k].</param>
/// <param name="Report">The spectrum's report.</param>
[Equation("X = ã⁺s, least residual, then least norm")]
public sealed record LeastSquaresSolution(Tensor X, RankReport Report) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => X.Dispose();
}

/// <summary>A solution whose report is still on the device, so that computing it reads nothing back.</summary>
/// <param name="X">Shape [m, k].</param>
/// <param name="Diagnostics">Shape [4], float64: rank, condition, largest cut, failed (0 or 1; 2 more ask for another
/// solve at unit scale, as the dtype's range was left).</param>
public readonly record struct DeferredSolution(Tensor X, Tensor Diagnostics)
{
    // Where each number stands, and what is added to the last one where the dtype's range was left.
    private const int Rank = 0;
    private const int Condition = 1;
    private const int LargestCut = 2;
    private const int Failed = 3;
    private const int Left = 2;

    /// <summary>Stacks the four numbers of a report on the device.</summary>
    /// <param name="rank">Scalar.</param>
    /// <param name="condition">Scalar.</param>
    /// <param name="largestCut">Scalar.</param>
    /// <param name="failed">Scalar, boolean or as above.</param>
    [Equation("rank kept, condition, largest σ cut")]
    public static Tensor Diagnose(Tensor rank, Tensor condition, Tensor largestCut, Tensor failed) =>
        stack([rank.to(float64), condition.to(float64), largestCut.to(float64), failed.to(float64)]);

    internal DeferredSolution MoveToOuterDisposeScope() =>
        new(X.MoveToOuterDisposeScope(), Diagnostics.MoveToOuterDisposeScope());

    /// <summary>The same, for a strategy that noticed where it left the dtype's range:
    /// <see cref="WorkingRange"/>.</summary>
    internal static Tensor Diagnose(Tensor rank, Tensor condition, Tensor largestCut, Tensor failed, Tensor left) =>
        Diagnose(rank, condition, largestCut, failed.to(float64) + Left * left.to(float64));

    /// <summary>The diagnostics of what was solved for ã/σ, for ã: a strategy's own remark that it left the range says
    /// nothing there.</summary>
    /// <param name="scale">σ, a float64 scalar.</param>
    internal Tensor DiagnosticsAt(Tensor scale) => Diagnose(
        Diagnostics[Rank],
        Diagnostics[Condition],
        Diagnostics[LargestCut] * scale,
        Diagnostics[Failed].remainder(Left));

    /// <summary>Whether the problem is to be solved again at unit scale.</summary>
    internal static bool LeftTheRange(ReadOnlySpan<double> numbers) => numbers[Failed] >= Left;

    internal static RankReport Read(ReadOnlySpan<double> numbers) =>
        new((int)numbers[Rank], numbers[Condition], numbers[LargestCut], numbers[Failed] != 0);
}
