namespace ExactGN.Kernels;

/// <summary>How far one W has moved from its start.</summary>
/// <param name="Name">The half-coupling, such as "blocks.0.f".</param>
/// <param name="Cosine">⟨W, W₀⟩/(‖W‖‖W₀‖).</param>
/// <param name="NormRatio">‖W‖/‖W₀‖.</param>
/// <param name="RelativeChange">‖W − W₀‖/‖W₀‖.</param>
/// <remarks>Where W₀ is zero these are NaN or infinite, and no error: runs record them.</remarks>
public sealed record WeightDrift(string Name, double Cosine, double NormRatio, double RelativeChange)
{
    /// <summary>Compares every half-coupling's W with its start; theory/lazy-regime.md.</summary>
    /// <param name="model">The network now.</param>
    /// <param name="initial">The network at initialisation, of the same options.</param>
    /// <exception cref="ArgumentException">The networks differ in shape.</exception>
    [Equation("⟨W, W₀⟩/(‖W‖‖W₀‖), ‖W‖/‖W₀‖")]
    public static IReadOnlyList<WeightDrift> Between(ReversibleNetwork model, ReversibleNetwork initial)
    {
        model.RequireSameShape(initial);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return [.. model.HalfCouplings.Zip(initial.HalfCouplings, Of)];
    }

    private static WeightDrift Of(HalfCoupling now, HalfCoupling then)
    {
        var (w, w0) = (now.Weight, then.Weight);
        return new(
            now.Name,
            KernelDrift.Alignment(w, w0),
            HostRead.Number(Magnitude.Norm(w) / Magnitude.Norm(w0)),
            KernelDrift.Relative(w, w0));
    }
}
