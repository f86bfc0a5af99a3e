namespace ExactGN.Experiments.Runs;

/// <summary>Which solution of JΔ = κε a Gauss-Newton step takes: Δ_t = Δ_MN + t·(Δ_rev − Δ_MN). For full row rank all
/// have one JΔ and differ in the null space of J alone.</summary>
/// <param name="ReversibleShare">t: 1 for the reversible step, 0 for that of minimum norm,
/// their mixture between.</param>
public sealed record RightInverse(double ReversibleShare)
{
    /// <summary>t, 0 to 1.</summary>
    public double ReversibleShare { get; init => field = Share(value); } = Share(ReversibleShare);

    /// <summary>Δ_rev, block by block: the paper's.</summary>
    public static RightInverse Reversible { get; } = new(1);

    /// <summary>Δ_MN = J⁺κε.</summary>
    public static RightInverse MinimumNorm { get; } = new(0);

    private static double Share(double t) => t is >= 0 and <= 1
        ? t
        : throw new ArgumentException(
            FormattableString.Invariant($"A mixture of right inverses takes a reversible share of 0 to 1, got {t}."));
}
