namespace ExactGN.GaussNewton;

/// <summary>What one half-coupling's least-squares problem ãΔW = s was like.</summary>
/// <param name="Name">The half-coupling, such as "blocks.0.f".</param>
/// <param name="Samples">The rows of ã, the rank an exact solution needs: n, or n·positions where a half-coupling
/// has several rows per sample.</param>
/// <param name="Rank">Singular values kept.</param>
/// <param name="Condition">σ_max/σ_min over the kept values (a lower bound for strategies without singular
/// values).</param>
/// <param name="LargestCut">The largest singular value cut; 0 when none was.</param>
/// <param name="Residual">‖ãΔW − s‖/‖s‖ before the step scaling, 0 when s = 0; null when it was not asked for.</param>
[Equation("‖JΔ − κε‖/‖κε‖, ‖ãΔW − s‖/‖s‖")]
public sealed record HalfCouplingReport(
    string Name, int Samples, int Rank, double Condition, double LargestCut, double? Residual)
{
    /// <summary>Whether the solver failed here and its fallback took over.</summary>
    public bool UsedFallback { get; init; }

    /// <summary>The strategy that solved here, such as "GramCholesky", whatever chose it.</summary>
    public string Strategy { get; init; } = "";
}

/// <summary>How exact a step is.</summary>
/// <param name="Halves">One report per trainable half-coupling, from the first to the last.</param>
/// <param name="ErrorNorm">‖ε_x‖, the norm of the lifted output error.</param>
/// <param name="UsedFallback">Whether the solver failed somewhere and its fallback took over there.</param>
/// <param name="StateDefect">‖J_xΔ − κε_x‖/‖κε_x‖ in the state (κ = 1, or the number of trainable blocks without the
/// 1/L); null when it was not asked for.</param>
/// <param name="OutputDefect">The same in f, ‖JΔ − κε‖/‖κε‖; null when it was not asked for.</param>
[Equation("‖JΔ − κε‖/‖κε‖, ‖ãΔW − s‖/‖s‖")]
public sealed record ExactnessReport(
    IReadOnlyList<HalfCouplingReport> Halves,
    double ErrorNorm,
    bool UsedFallback,
    double? StateDefect,
    double? OutputDefect)
{
    /// <summary>Whether every half-coupling kept full row rank, the hypothesis under which an undamped step is exact
    /// (damping cuts nothing, so it is not seen here).</summary>
    public bool FullRowRank => Halves.All(half => half.Rank == half.Samples);

    /// <summary>The worst half-coupling residual; null when they were not asked for.</summary>
    public double? WorstResidual => Halves.Max(half => half.Residual);
}
