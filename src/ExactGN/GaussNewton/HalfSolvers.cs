namespace ExactGN;

/// <summary>How each half-coupling is solved: by one strategy, at unit scale where that left the dtype's range, and where it failed by its fallback.</summary>
internal sealed class HalfSolvers
{
    private readonly LeastSquaresSolver _first;
    private readonly Dictionary<int, LeastSquaresSolver> _others;
    private readonly HashSet<int> _fellBack;

    private HalfSolvers(LeastSquaresSolver first, Dictionary<int, LeastSquaresSolver> others, HashSet<int> fellBack) =>
        (_first, _others, _fellBack) = (first, others, fellBack);

    /// <summary>Whether all of them are (<see cref="LeastSquaresSolver.IsEquivariant"/>).</summary>
    internal bool AreEquivariant => _first.IsEquivariant && _others.Values.All(solver => solver.IsEquivariant);

    /// <summary>The strategies' names, such as "GramCholesky and TruncatedSvd".</summary>
    internal string Names => string.Join(" and ", _others.Values.Prepend(_first).Select(solver => solver.Title).Distinct());

    /// <summary>One for all.</summary>
    /// <param name="solver">It.</param>
    internal static HalfSolvers All(LeastSquaresSolver solver) => new(solver, [], []);

    /// <summary>That of one half-coupling.</summary>
    /// <param name="index">Its place in the network.</param>
    internal LeastSquaresSolver Of(int index) => _others.GetValueOrDefault(index, _first);

    /// <summary>Whether a half-coupling is solved by a fallback.</summary>
    /// <param name="index">Its place in the network.</param>
    internal bool FellBack(int index) => _fellBack.Contains(index);

    /// <summary>The same, at unit scale where the dtype's range was left.</summary>
    /// <param name="indices">Where it was; equal strategies stay equal.</param>
    internal HalfSolvers AtUnitScale(IReadOnlyList<int> indices) =>
        new(_first, Replaced(indices, index => new AtUnitScale(Of(index))), _fellBack);

    /// <summary>The same, with the fallback of each strategy that failed in its place.</summary>
    /// <param name="failures">Where they failed; equal strategies have one fallback.</param>
    /// <exception cref="NumericalException">One of them has none.</exception>
    internal HalfSolvers FallBack(IReadOnlyList<HalfFailure> failures)
    {
        var failed = failures.ToDictionary(failure => failure.Index);
        return new(_first, Replaced(failed.Keys, Fallback), [.. _fellBack, .. failed.Keys]);

        LeastSquaresSolver Fallback(int index) => Of(index).Fallback
            ?? throw Of(index).Failure(
                $"the features of {failed[index].Half.Name}", failed[index].FullRank, failed[index].Half.Condition);
    }

    // One new strategy for each old one.
    private Dictionary<int, LeastSquaresSolver> Replaced(IEnumerable<int> indices, Func<int, LeastSquaresSolver> by)
    {
        Dictionary<int, LeastSquaresSolver> others = new(_others);
        Dictionary<LeastSquaresSolver, LeastSquaresSolver> known = new(ReferenceEqualityComparer.Instance);
        foreach (var index in indices)
        {
            var old = Of(index);
            if (!known.TryGetValue(old, out var solver))
            {
                solver = by(index);
                known.Add(old, solver);
            }

            others[index] = solver;
        }

        return others;
    }
}

/// <summary>A half-coupling whose strategy failed.</summary>
/// <param name="Index">Its place in the network.</param>
/// <param name="Half">What was seen of it.</param>
/// <param name="FullRank">The rank that was missing.</param>
internal sealed record HalfFailure(int Index, HalfCouplingReport Half, long FullRank);
