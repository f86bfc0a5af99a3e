namespace ExactGN.Tests;

/// <summary>A loss under test, form by form: the library's unless a fault replaces one of them.</summary>
/// <param name="Name">For people.</param>
/// <param name="Library">The library's loss.</param>
public abstract record LossForm(string Name, Loss Library)
{
    /// <summary>(f, y) → the mean of ℓ over the batch.</summary>
    public Func<Tensor, Tensor, Tensor> Value { get; init; } = Library.Value;

    /// <summary>(f, y) → g per sample.</summary>
    public Func<Tensor, Tensor, Tensor> Gradient { get; init; } = Library.Gradient;

    /// <summary>f → H per sample.</summary>
    public Func<Tensor, Tensor> Hessian { get; init; } = Library.Hessian;

    /// <summary>(f, y) → H per sample, for targets of any sum.</summary>
    public Func<Tensor, Tensor, Tensor> HessianAt { get; init; } = Library.Hessian;

    /// <summary>(f, y) → H⁺g per sample.</summary>
    public Func<Tensor, Tensor, Tensor> Exact { get; init; } = (f, y) => Library.NewtonDirection(f, y, Curvature.Exact);

    /// <summary>(f, y, λ) → (H + λI)⁻¹g per sample.</summary>
    public Func<Tensor, Tensor, double, Tensor> Damped { get; init; } = (f, y, lambda) => Library.NewtonDirection(
        f, y, Curvature.Damped(lambda));

    /// <summary>(f, y) → g per sample, as a direction.</summary>
    public Func<Tensor, Tensor, Tensor> Identity { get; init; } = (f, y) => Library.NewtonDirection(
        f, y, Curvature.Identity);

    public sealed override string ToString() => Name;
}

/// <summary>Softmax cross-entropy under test.</summary>
public sealed record SoftmaxForm(string Name = "softmax cross-entropy") : LossForm(Name, new SoftmaxCrossEntropy());

/// <summary>Squared error under test.</summary>
public sealed record SquaredForm(string Name = "squared error") : LossForm(Name, new SquaredError());

public static partial class Arbitraries
{
    public static Arbitrary<LossForm> LossForms() =>
        Arb.From(Gen.Elements<LossForm>(new SoftmaxForm(), new SquaredForm()));

    public static Arbitrary<SoftmaxForm> SoftmaxForms() => Arb.From(Gen.Constant(new SoftmaxForm()));

    public static Arbitrary<SquaredForm> SquaredForms() => Arb.From(Gen.Constant(new SquaredForm()));
}
