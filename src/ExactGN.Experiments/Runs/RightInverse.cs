using System.Text.Json.Serialization;

namespace ExactGN.Experiments.Runs;

/// <summary>Which solution of JΔ = κε a Gauss-Newton step takes: Δ_t = Δ_MN + t·(Δ_rev − Δ_MN). For full row rank all
/// have one JΔ and differ in the null space of J alone.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Reversible), "reversible")]
[JsonDerivedType(typeof(MinimumNorm), "minimumNorm")]
[JsonDerivedType(typeof(Mixture), "mixture")]
public abstract record RightInverse
{
    /// <summary>t: 1 for the reversible step, 0 for that of minimum norm, their mixture between.</summary>
    public double ReversibleShare => this switch { Mixture mixture => mixture.Share, MinimumNorm => 0, _ => 1 };

    /// <summary>Singular values of J below this times σ_max are cut in the minimum-norm step; 0 for none, and then a
    /// kernel without full rank ends the run.</summary>
    public double KernelRtol => this switch
    {
        Mixture mixture => mixture.Rtol,
        MinimumNorm least => least.Rtol,
        _ => 0,
    };

    /// <summary>How the half-couplings of the reversible step are solved; of minimum norm, of the one that it is
    /// measured beside.</summary>
    public HalfSolver HalfSolver => this switch
    {
        Reversible reversible => reversible.Solver,
        Mixture mixture => mixture.Solver,
        _ => new HalfSolver.Truncated(),
    };

    /// <summary>The colour in figures, between those of the two steps, as #rrggbb.</summary>
    internal string Colour
    {
        get
        {
            // From #CC79A7 at t = 0 to #D55E00 at t = 1.
            int At(int from, int to) => (int)Math.Round((1 - ReversibleShare) * from + ReversibleShare * to);
            return $"#{At(0xCC, 0xD5):X2}{At(0x79, 0x5E):X2}{At(0xA7, 0x00):X2}";
        }
    }

    /// <summary>The right inverse of a reversible share.</summary>
    /// <param name="share">t, 0 to 1.</param>
    /// <param name="solver">How half-couplings are solved, for a share above 0.</param>
    /// <param name="kernelRtol">The tolerance on J's singular values, for a share below 1.</param>
    /// <exception cref="ArgumentException">t is no share.</exception>
    public static RightInverse Of(double share, HalfSolver solver, double kernelRtol = 0) => share switch
    {
        1 => new Reversible(solver),
        0 => new MinimumNorm(kernelRtol),
        > 0 and < 1 => new Mixture(share, solver, kernelRtol),
        _ => throw new ArgumentException(FormattableString.Invariant(
            $"A mixture of right inverses takes a reversible share of 0 to 1, got {share}.")),
    };

    /// <summary>Δ_rev, block by block: the paper's.</summary>
    /// <param name="Solver">How half-couplings are solved.</param>
    public sealed record Reversible(HalfSolver Solver) : RightInverse;

    /// <summary>Δ_MN = J⁺κε.</summary>
    /// <param name="Rtol"><inheritdoc cref="KernelRtol" path="/summary"/></param>
    public sealed record MinimumNorm(double Rtol = 0) : RightInverse;

    /// <summary>Δ_t for 0 &lt; t &lt; 1.</summary>
    /// <param name="Share">t.</param>
    /// <param name="Solver">How half-couplings are solved.</param>
    /// <param name="Rtol"><inheritdoc cref="KernelRtol" path="/summary"/></param>
    public sealed record Mixture(double Share, HalfSolver Solver, double Rtol = 0) : RightInverse;
}
