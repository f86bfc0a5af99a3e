namespace ExactGN.GaussNewton;

/// <summary>How each half-coupling is solved: by one strategy, at unit scale where that left the dtype's range, and
/// where it failed by its fallback.</summary>
internal sealed class HalfSolvers
{
    private readonly LeastSquaresSolver _first;
    private readonly Dictionary<HalfCoupling, LeastSquaresSolver> _others;
    private readonly HashSet<HalfCoupling> _fellBack;

    private HalfSolvers(
        LeastSquaresSolver first,
        Dictionary<HalfCoupling, LeastSquaresSolver> others,
        HashSet<HalfCoupling> fellBack) =>
            (_first, _others, _fellBack) = (first, others, fellBack);

    /// <summary>Whether all of them are (<see cref="LeastSquaresSolver.IsEquivariant"/>).</summary>
    internal bool AreEquivariant => _first.IsEquivariant && _others.Values.All(solver => solver.IsEquivariant);

    /// <summary>The strategies' names, such as "GramCholesky and TruncatedSvd".</summary>
    internal string Names =>
        string.Join(" and ", _others.Values.Prepend(_first).Select(solver => solver.Title).Distinct());

    /// <summary>One for all.</summary>
    /// <param name="solver">It.</param>
    internal static HalfSolvers All(LeastSquaresSolver solver) => new(solver, [], []);

    /// <summary>That of one half-coupling.</summary>
    /// <param name="half">The half-coupling.</param>
    internal LeastSquaresSolver Of(HalfCoupling half) => _others.GetValueOrDefault(half, _first);

    /// <summary>How half-couplings are evaluated for them: only equivariant strategies can be given a linear one in
    /// its span.</summary>
    /// <param name="workspace">Where features lie.</param>
    internal CouplingEvaluation Evaluation(Workspace workspace) =>
        AreEquivariant ? CouplingEvaluation.InSpan(workspace) : CouplingEvaluation.InPlace(workspace);

    /// <summary>Whether a half-coupling is solved by a fallback.</summary>
    /// <param name="half">The half-coupling.</param>
    internal bool FellBack(HalfCoupling half) => _fellBack.Contains(half);

    /// <summary>The same, at unit scale where the dtype's range was left.</summary>
    /// <param name="halves">Where it was; equal strategies stay equal.</param>
    internal HalfSolvers AtUnitScale(IReadOnlyList<HalfCoupling> halves) =>
        new(_first, Replaced(halves, half => new AtUnitScale(Of(half))), _fellBack);

    /// <summary>Whether each strategy that failed has a fallback.</summary>
    /// <param name="failures">Where they failed.</param>
    internal bool CanFallBack(IReadOnlyList<HalfFailure> failures) =>
        failures.All(failure => Of(failure.Coupling).Fallback is not null);

    /// <summary>The same, with the fallback of each strategy that failed in its place.</summary>
    /// <param name="failures">Where they failed; equal strategies have one fallback.</param>
    /// <exception cref="NumericalException">One of them has none.</exception>
    internal HalfSolvers FallBack(IReadOnlyList<HalfFailure> failures)
    {
        var failed = failures.ToDictionary(failure => failure.Coupling);
        return new(_first, Replaced(failed.Keys, Fallback), [.. _fellBack, .. failed.Keys]);

        LeastSquaresSolver Fallback(HalfCoupling half) => Of(half).Fallback
            ?? throw Of(half).Failure($"the features of {half.Name}", failed[half].FullRank, failed[half].Condition);
    }

    // One new strategy for each old one.
    private Dictionary<HalfCoupling, LeastSquaresSolver> Replaced(
        IEnumerable<HalfCoupling> halves, Func<HalfCoupling, LeastSquaresSolver> by)
    {
        Dictionary<HalfCoupling, LeastSquaresSolver> others = new(_others);
        Dictionary<LeastSquaresSolver, LeastSquaresSolver> known = new(ReferenceEqualityComparer.Instance);
        foreach (var half in halves)
        {
            var old = Of(half);
            if (!known.TryGetValue(old, out var solver))
            {
                solver = by(half);
                known.Add(old, solver);
            }

            others[half] = solver;
        }

        return others;
    }
}

/// <summary>A half-coupling whose strategy failed.</summary>
/// <param name="Coupling">The half-coupling.</param>
/// <param name="FullRank">The rank that was missing.</param>
/// <param name="Condition">The condition as reported.</param>
internal sealed record HalfFailure(HalfCoupling Coupling, long FullRank, double Condition);
