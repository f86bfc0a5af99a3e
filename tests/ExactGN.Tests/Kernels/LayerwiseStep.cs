namespace ExactGN.Tests;

/// <summary>Layer-wise Gauss-Newton under test: (network, x_L, ε) → Σ_ℓ J_ℓ⁺ε, each block solved as if
/// it alone could move.</summary>
public sealed record LayerwiseStep(string Name, Func<ReversibleNetwork, Tensor, Tensor, Update> Solve)
    : UnderTest(Name)
{
    /// <summary>Each block's minimum-norm step through its own kernel Θ_ℓ; every half-coupling is
    /// trainable afterwards.</summary>
    public static LayerwiseStep Library { get; } = new(
        "minimum norm per block",
        (model, state, error) => Sum(model, model.Blocks.Count, (i, layer) => i / 2 == layer, state, error));

    /// <summary>The sum of the minimum-norm steps over the given parts of the half-couplings.</summary>
    public static Update Sum(
        ReversibleNetwork model, int layers, Func<int, int, bool> belongs, Tensor state, Tensor error)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var sum = model.HalfCouplings.Select(half => zeros_like(half.Weight)).ToArray();
        for (var layer = 0; layer < layers; layer++)
        {
            model.TrainOnly(i => belongs(i, layer));
            using var update = MinimumNormGaussNewton.Solve(model, state, error);
            sum = [.. sum.Zip(update.Deltas, (total, delta) => total + delta)];
        }

        model.TrainOnly(_ => true);
        return new(sum);
    }
}

/// <summary>How an output is scaled by a before the loss, under test: (f at θ₀, y, a) → the error that the Gauss-Newton
/// step must realise in f itself.</summary>
public sealed record OutputScaling(string Name) : UnderTest(Name)
{
    /// <summary>a(f − f₀) against y: at θ₀ the residual is −y, and (aJ)Δ = −y.</summary>
    public Func<Tensor, Tensor, double, Tensor> Centred { get; init; } = (_, y, a) => -y / a;

    /// <summary>af against y: at θ₀ the residual is af₀ − y, and (aJ)Δ = af₀ − y.</summary>
    public Func<Tensor, Tensor, double, Tensor> Uncentred { get; init; } = (f, y, a) => f - y / a;
}

public static partial class Arbitraries
{
    public static Arbitrary<LayerwiseStep> LayerwiseSteps() => Arb.From(Gen.Constant(LayerwiseStep.Library));

    public static Arbitrary<OutputScaling> OutputScalings() =>
        Arb.From(Gen.Constant(new OutputScaling("Gauss-Newton on the scaled output")));
}
