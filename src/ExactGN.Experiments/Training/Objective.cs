namespace ExactGN.Experiments.Training;

/// <summary>What a run minimises: ℓ(f, y), or with an output scale a the loss of a·(f − f₀) over a²,
/// which for the squared error is that of f against f₀ + y/a.</summary>
/// <remarks>Chizat, Oyallon, Bach, <i>On lazy training in differentiable programming</i>, arXiv:1812.07956:
/// the larger a, the less the weights have to move. Losses are told of a·(f − f₀), not divided.</remarks>
internal sealed class Objective(RunConfiguration run, Device device) : IDisposable
{
    private readonly ReversibleNetwork? _start =
        run.OutputScale == 1 ? null : run.Model.Draw(run.Dtype, device);

    private readonly int _chunk = Evaluation.ChunkOf(new NetworkSize(run.Model));

    /// <summary>The targets that f itself is trained on; in the caller's dispose scope.</summary>
    internal Tensor Targets(Tensor x, Tensor y)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return (_start is null ? y.alias() : _start.Output(x) + y / run.OutputScale).MoveToOuterDisposeScope();
    }

    /// <summary>The loss as it is told, from that of f against its targets.</summary>
    internal double Told(double loss) => _start is null ? loss : run.OutputScale * run.OutputScale * loss;

    /// <summary>The loss of a batch, without a gradient; in the caller's dispose scope.</summary>
    internal Tensor Value(ReversibleNetwork model, Tensor x, Tensor y)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return run.Loss.Value(Outputs(model, x), y).MoveToOuterDisposeScope();
    }

    /// <summary>Loss and accuracy.</summary>
    internal Evaluation Evaluate(ReversibleNetwork model, Tensor x, Tensor y) =>
        Evaluation.Of(inputs => Outputs(model, inputs), run.Loss, x, y, _chunk);

    /// <summary>Which samples are classified correctly.</summary>
    internal TestAnswers Answers(ReversibleNetwork model, Tensor x, Tensor y) =>
        TestAnswers.Of(inputs => Outputs(model, inputs), x, y, _chunk);

    public void Dispose() => _start?.Dispose();

    private Tensor Outputs(ReversibleNetwork model, Tensor x) =>
        _start is null ? model.Output(x) : run.OutputScale * (model.Output(x) - _start.Output(x));
}
