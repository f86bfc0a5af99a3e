using System.Runtime.InteropServices;

namespace ExactGN.LeastSquares;

/// <summary>A way to compute X = ã⁺s, the least-squares solution of ãX = s of least norm, without ever forming
/// ã⁺.</summary>
/// <remarks>theory/least-squares.md. To add a strategy, derive a sealed record and write
/// <see cref="SolveCore"/>.</remarks>
public abstract record LeastSquaresSolver
{
    /// <summary>Whether the strategy needs ã to have full rank min(n, m); it then reports failure where ã lacks
    /// it.</summary>
    public abstract bool AssumesFullRank { get; }

    /// <summary>Whether X(ãB, s) = BᵀX(ã, s) for every B with orthonormal rows, as for every filter of ã's
    /// singular values; the update may then work in as few columns as a linear block's features span.
    /// False unless a strategy says so.</summary>
    /// <remarks>A tolerance that follows the shape, such as <see cref="TruncatedSvd"/>'s when none is given,
    /// is then that of the fewer columns.</remarks>
    [Equation("ã = [xRᵀ, 1]B with Vᵀ = QR, B = diag(Qᵀ, 1), where φ is the identity")]
    public virtual bool IsEquivariant => false;

    /// <summary>Whether ãX = s holds, to rounding, wherever the strategy succeeds on an ã of this shape:
    /// it needs full rank there, n ≤ m, and it solves with ã itself. The update then spares what F
    /// realises its own product.</summary>
    /// <param name="rows">n.</param>
    /// <param name="columns">m.</param>
    public virtual bool AssumesFullRowRank(long rows, long columns) => AssumesFullRank && rows <= columns;

    /// <summary>Whether the strategy forms the smaller Gram matrix of an ã of this shape, min(n, m)² numbers: a step
    /// then asks for memory for it, before its work. False unless a strategy says so.</summary>
    /// <param name="rows">n.</param>
    /// <param name="columns">m.</param>
    public virtual bool FormsGram(long rows, long columns) => false;

    /// <summary>What <see cref="Solve"/> and the Gauss-Newton step use where this strategy reports failure;
    /// null for none.</summary>
    [Equation("ã without full rank is noticed")]
    public virtual LeastSquaresSolver? Fallback => null;

    /// <summary>Solves for X = ã⁺s.</summary>
    /// <param name="a">ã, shape [n, m], float32 or float64.</param>
    /// <param name="s">s, shape [n, k], with the dtype and device of <paramref name="a"/>.</param>
    /// <returns>X, shape [m, k], and the rank report; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shapes, dtypes or devices do not fit.</exception>
    /// <exception cref="NumericalException">ã lacks full rank and there is no fallback; a tolerance is below what
    /// the strategy sees; ã or s is not finite; X is not representable in the dtype.</exception>
    [Equation("X = ã⁺s, least residual, then least norm")]
    public LeastSquaresSolution Solve(Tensor a, Tensor s)
    {
        RequireShapes(a, s);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var deferred = Defer(a, s);
        HostQuestions questions = new();
        var (diagnostics, finite) = (questions.Ask(deferred.Diagnostics), questions.Ask(Finite.All(deferred.X)));
        var numbers = questions.Read();
        if (DeferredSolution.LeftTheRange(numbers.AsSpan(diagnostics)))
        {
            var again = new AtUnitScale(this).Solve(a, s);
            return again with { X = again.X.MoveToOuterDisposeScope() };
        }

        var report = DeferredSolution.Read(numbers.AsSpan(diagnostics));
        if (report.Failed)
        {
            return Fallback?.Solve(a, s) is { } solution
                ? solution with { X = solution.X.MoveToOuterDisposeScope() }
                : throw (HostRead.Holds(Finite.All(a))
                    ? Failure($"ã {Shape(a)}", Math.Min(a.size(0), a.size(1)), report.Condition)
                    : new(NumericalTrouble.NotFinite, $"ã must be finite; ã {Shape(a)} contains NaN or infinity."));
        }

        if (numbers[finite][0] == 0)
        {
            throw HostRead.Holds(Finite.All(a).logical_and(Finite.All(s)))
                ? new NumericalException(
                    NumericalTrouble.NotRepresentable,
                    $"A least-squares solution must be representable in {a.dtype}; {Title} on ã {Shape(a)} up to "
                    + $"{Largest(a):g3} and s {Shape(s)} up to {Largest(s):g3} gave one that is not.")
                : new NumericalException(
                    NumericalTrouble.NotFinite,
                    $"A least-squares problem must be finite; ã {Shape(a)} or s {Shape(s)}, given to {Title}, "
                    + "contains NaN or infinity.");
        }

        return new(deferred.X.MoveToOuterDisposeScope(), report);
    }

    /// <summary>Solves without reading anything back from the device; failures are only in the diagnostics.</summary>
    internal DeferredSolution Defer(Tensor a, Tensor s)
    {
        using var scope = NewDisposeScope();
        return Converged(solver => solver.Solved(a, s), $"ã {Shape(a)}").MoveToOuterDisposeScope();
    }

    /// <summary>Solves two known systems as <see cref="Defer"/> does each, at once where that is cheaper.</summary>
    /// <param name="first">One system.</param>
    /// <param name="second">The other, with its dtype and device.</param>
    internal (DeferredSolution First, DeferredSolution Second) DeferBoth(LinearSystem first, LinearSystem second)
    {
        using var scope = NewDisposeScope();
        var both = Converged(
            solver => solver.SolveBothCore(first, second), $"ã {Shape(first.A)} and ã {Shape(second.A)}");
        return (both.First.MoveToOuterDisposeScope(), both.Second.MoveToOuterDisposeScope());
    }

    private T Converged<T>(Func<LeastSquaresSolver, T> solve, string matrices)
    {
        try
        {
            return solve(this);
        }
        catch (ExternalException error) when (error.Message.Contains("converge", StringComparison.Ordinal))
        {
            // A Gram matrix that overflowed, say.
            return this is AtUnitScale
                ? throw new NumericalException(
                    NumericalTrouble.NoConvergence,
                    $"The factorisation behind {Title} must converge; on {matrices} it did not "
                    + "(a NaN or infinity in ã is the usual reason).",
                    error)
                : new AtUnitScale(this).Converged(solve, matrices);
        }
    }

    /// <summary>The error for a reported failure.</summary>
    /// <param name="matrix">The matrix, in words.</param>
    /// <param name="rank">Its full rank.</param>
    /// <param name="condition">Its condition as reported; NaN where a pivot vanished.</param>
    internal NumericalException Failure(string matrix, long rank, double condition) => new(
        NumericalTrouble.RankDeficient,
        $"{Title} needs {Needs(rank)}; the condition of {matrix} is "
        + $"{(double.IsFinite(condition) ? $"{condition:g3} or more" : "infinite to rounding")}.");

    /// <summary>What messages call the strategy.</summary>
    internal virtual string Title => GetType().Name;

    /// <summary>What reports call what solves an ã of this shape.</summary>
    /// <param name="rows">n.</param>
    /// <param name="columns">m.</param>
    internal virtual string TitleFor(long rows, long columns) => Title;

    /// <summary>What the strategy needs to succeed, in words.</summary>
    /// <param name="rank">Full rank.</param>
    internal virtual string Needs(long rank) => $"full rank {rank}";

    /// <summary>The power of two that ã is divided by where it is solved at unit scale.</summary>
    /// <param name="a">ã.</param>
    internal virtual Tensor ScaleOf(Tensor a) => Magnitude.Of(a);

    /// <summary>What the solution of <see cref="SolveAt"/> is multiplied by, column by column, to be X;
    /// float64.</summary>
    /// <param name="a">ã, or one of its shape.</param>
    /// <param name="scale">σ, a float64 scalar.</param>
    /// <param name="columns">The power of two that each column of s was divided by, shape [1, k], float64.</param>
    internal virtual Tensor FactorOf(Tensor a, Tensor scale, Tensor columns) => columns / scale;

    /// <summary>As <see cref="SolveCore"/> for an ã that has been divided by a scale, in whose units
    /// absolute numbers are then.</summary>
    /// <param name="a">ã/σ.</param>
    /// <param name="s">s.</param>
    /// <param name="scale">σ, a float64 scalar on the device.</param>
    internal virtual DeferredSolution SolveAt(Tensor a, Tensor s, Tensor scale) => SolveCore(a, s);

    /// <summary>The scale of an ã that has not been divided.</summary>
    /// <param name="a">ã.</param>
    private protected static Tensor UnitScale(Tensor a) => ones([], dtype: float64, device: a.device);

    /// <summary>The algebra alone: shapes are checked, a dispose scope is open, and nothing may be read
    /// back from the device.</summary>
    /// <param name="a">ã, shape [n, m], which others read after and must not be written to.</param>
    /// <param name="s">s, shape [n, k].</param>
    /// <returns>X and its diagnostics, in memory of their own: that of <paramref name="a"/> is used again.</returns>
    protected abstract DeferredSolution SolveCore(Tensor a, Tensor s);

    /// <summary>The same for two systems at once: one after the other, unless a strategy can do better.</summary>
    private protected virtual (DeferredSolution First, DeferredSolution Second) SolveBothCore(
        LinearSystem first, LinearSystem second) =>
        (Solved(first.A, first.S), Solved(second.A, second.S));

    // A strategy of one's own that gives another shape must not come to light in a product far from here.
    private DeferredSolution Solved(Tensor a, Tensor s)
    {
        var solution = SolveCore(a, s);
        ShapeRule.Require(solution.X, [a.size(1), s.size(1)], a, $"{Title}.{nameof(SolveCore)}'s X");
        return solution;
    }

    /// <summary>Non-negative and finite, or an error.</summary>
    private protected static double NotNegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and not negative.");

    /// <summary>Between 0 and 1, or an error.</summary>
    private protected static double Share(double value, string name) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(
            name, value, $"{name} is a share of the largest singular value and must lie between 0 and 1.");

    private static void RequireShapes(Tensor a, Tensor s)
    {
        ShapeRule.RequireDense(a, "ã");
        ShapeRule.RequireDense(s, "s");
        if (a.dim() != 2 || s.dim() != 2 || a.size(0) != s.size(0) || a.numel() == 0 || s.numel() == 0)
        {
            throw new ArgumentException(
                $"ãX = s needs two matrices with equal row counts, none empty; got ã {Shape(a)} and s {Shape(s)}.");
        }

        if (a.dtype is not (ScalarType.Float32 or ScalarType.Float64)
            || a.dtype != s.dtype
            || a.device_type != s.device_type)
        {
            throw new ArgumentException(
                $"ã and s must share a dtype (float32 or float64) and a device; got {a.dtype} on {a.device_type} and "
                + $"{s.dtype} on {s.device_type}.");
        }
    }

    private static double Largest(Tensor t) => HostRead.Number(t.abs().max());

    private static string Shape(Tensor t) => $"[{string.Join(", ", t.shape)}]";
}
