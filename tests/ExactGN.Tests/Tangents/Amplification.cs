namespace ExactGN.Tests;

/// <summary>How rounding errors grow in a network at a batch, measured from the Jacobians of its blocks;
/// the largest value over the samples.</summary>
/// <param name="Forward">max_ℓ ‖∂x_L/∂x_ℓ‖₂: what an error made at block ℓ becomes at the output.</param>
/// <param name="Inverse">max_ℓ ‖(∂x_ℓ/∂x₀)⁻¹‖₂: what it becomes when it is pulled back to the input.</param>
/// <param name="Path">max_ℓ ‖∂x_L/∂x_ℓ‖₂‖∂x_ℓ/∂x₀‖₂: the error of a jvp per unit of its tangent.</param>
/// <param name="InversePath">max_ℓ ‖(∂x_ℓ/∂x₀)⁻¹‖₂‖(∂x_L/∂x_ℓ)⁻¹‖₂: the same for the pull-back.</param>
/// <param name="State">max_ℓ ‖x_ℓ‖ + ‖ã_F‖‖W_F‖ + ‖ã_G‖‖W_G‖: what is summed in a block.</param>
/// <param name="Coupling">max 1 + ‖V‖‖W‖ over the half-couplings: the products inside one of them.</param>
/// <param name="Size">m·L: the longest sum, once per block.</param>
public sealed record Amplification(
    double Forward, double Inverse, double Path, double InversePath, double State, double Coupling, double Size)
{
    /// <summary>‖∂x_L/∂x₀‖·‖(∂x_L/∂x₀)⁻¹‖ where a tangent goes there and back: the errors of either way,
    /// carried along the other.</summary>
    public double RoundTrip => (Inverse * Path) + (Forward * InversePath);

    /// <summary>Measures a network at x₀, shape [n, d].</summary>
    public static Amplification Of(ReversibleNetwork model, Tensor x)
    {
        // A position lies in at most 3² patches.
        var reach = model is RevConvNet ? 3 : 1;
        using var scope = NewDisposeScope();
        List<Tensor> blocks = [];
        var state = x.detach();
        var largest = Ratio.Norm(x);
        foreach (var block in model.Blocks)
        {
            blocks.Add(AutogradJacobian.PerSample(block, state).to(float64, CPU));
            using var noGrad = no_grad();
            var halves = Halves.Split(state);
            var next = block.Forward(halves);
            largest = Math.Max(largest, Ratio.Norm(state)
                + (Ratio.Norm(block.F.At(halves.Second).Features()) * Ratio.Norm(block.F.Weight))
                + (Ratio.Norm(block.G.At(next.First).Features()) * Ratio.Norm(block.G.Weight)));
            state = next.Join();
        }

        var identity = eye(x.size(1), dtype: float64).expand(x.size(0), -1, -1);
        var below = blocks.Aggregate<Tensor, List<Tensor>>(
            [identity], (list, jacobian) => [.. list, jacobian.matmul(list[^1])]);
        var above = Enumerable.Reverse(blocks)
            .Aggregate<Tensor, List<Tensor>>([identity], (list, jacobian) => [list[0].matmul(jacobian), .. list]);
        var norms = below.Zip(above, (b, a) => (Below: Norms(b), Above: Norms(a))).ToArray();
        return new(
            norms.Max(at => at.Above.Norm),
            norms.Max(at => at.Below.Inverse),
            norms.Max(at => at.Above.Norm * at.Below.Norm),
            norms.Max(at => at.Below.Inverse * at.Above.Inverse),
            largest,
            model.HalfCouplings
                .Max(half => 1 + (reach * (half.Projection is { } v ? Ratio.Norm(v) : 1) * Ratio.Norm(half.Weight))),
            (double)model.WeightRows() * model.Blocks.Count);
    }

    private static (double Norm, double Inverse) Norms(Tensor jacobians)
    {
        using var scope = NewDisposeScope();
        var sigma = linalg.svdvals(jacobians);
        return (sigma.max().item<double>(), 1 / sigma.min().item<double>());
    }
}
