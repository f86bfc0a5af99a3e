namespace ExactGN;

/// <summary>How each half-coupling is solved: by one strategy, and where that failed by its fallback.</summary>
internal sealed class HalfSolvers
{
    private readonly LeastSquaresSolver _first;
    private readonly Dictionary<int, LeastSquaresSolver> _fallbacks;

    private HalfSolvers(LeastSquaresSolver first, Dictionary<int, LeastSquaresSolver> fallbacks) =>
        (_first, _fallbacks) = (first, fallbacks);

    /// <summary>Whether all of them are (<see cref="LeastSquaresSolver.IsEquivariant"/>).</summary>
    internal bool AreEquivariant => _first.IsEquivariant && _fallbacks.Values.All(solver => solver.IsEquivariant);

    /// <summary>The strategies' names, such as "GramCholesky and TruncatedSvd".</summary>
    internal string Names =>
        string.Join(" and ", _fallbacks.Values.Prepend(_first).Select(solver => solver.GetType().Name).Distinct());

    /// <summary>One for all.</summary>
    /// <param name="solver">It.</param>
    internal static HalfSolvers All(LeastSquaresSolver solver) => new(solver, []);

    /// <summary>That of one half-coupling.</summary>
    /// <param name="index">Its place in the network.</param>
    internal LeastSquaresSolver Of(int index) => _fallbacks.GetValueOrDefault(index, _first);

    /// <summary>Whether a half-coupling is solved by a fallback.</summary>
    /// <param name="index">Its place in the network.</param>
    internal bool FellBack(int index) => _fallbacks.ContainsKey(index);

    /// <summary>The same, with the fallback of each strategy that failed in its place.</summary>
    /// <param name="failures">Where they failed; equal strategies have one fallback.</param>
    /// <exception cref="NumericalException">One of them has none.</exception>
    internal HalfSolvers FallBack(IReadOnlyList<HalfFailure> failures)
    {
        Dictionary<int, LeastSquaresSolver> fallbacks = new(_fallbacks);
        Dictionary<LeastSquaresSolver, LeastSquaresSolver> known = new(ReferenceEqualityComparer.Instance);
        foreach (var (index, half, fullRank) in failures)
        {
            var failed = Of(index);
            if (!known.TryGetValue(failed, out var fallback))
            {
                fallback = failed.Fallback
                    ?? throw failed.Failure($"the features of {half.Name}", fullRank, half.Condition);
                known.Add(failed, fallback);
            }

            fallbacks[index] = fallback;
        }

        return new(_first, fallbacks);
    }
}

/// <summary>A half-coupling whose strategy failed.</summary>
/// <param name="Index">Its place in the network.</param>
/// <param name="Half">What was seen of it.</param>
/// <param name="FullRank">The rank that was missing.</param>
internal sealed record HalfFailure(int Index, HalfCouplingReport Half, long FullRank);
