namespace ExactGN.Tests;

/// <summary>A gradient step on ½‖x_L‖² under test: it may move the trainable W and nothing else.</summary>
/// <param name="Name">For people.</param>
/// <param name="Run">(network, x₀): one step in place.</param>
public sealed record GradientDescentStep(string Name, Action<ReversibleNetwork, Tensor> Run) : UnderTest(Name)
{
    /// <summary>TorchSharp's SGD on the library's named parameters.</summary>
    public static GradientDescentStep Library { get; } = new(
        "library", (model, x) => Descend(model, x, model.NamedParameters().Select(entry => entry.parameter)));

    /// <summary>One step of TorchSharp's SGD on the given parameters.</summary>
    public static void Descend(ReversibleNetwork model, Tensor x, IEnumerable<TorchSharp.Modules.Parameter> parameters)
    {
        using var scope = NewDisposeScope();
        using var optimiser = optim.SGD(parameters, learningRate: 0.1);
        optimiser.zero_grad();
        (0.5 * model.Forward(x).square().sum()).backward();
        optimiser.step();
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<GradientDescentStep> GradientDescentSteps() =>
        Arb.From(Gen.Constant(GradientDescentStep.Library));
}
