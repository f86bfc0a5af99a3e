namespace ExactGN.Experiments.Training;

/// <summary>Compares a network in training with its own start.</summary>
[Equation("kernel, CKA and weights along a run")]
internal sealed class StartComparison : IDisposable
{
    private readonly RunConfiguration _run;
    private readonly ReversibleNetwork _initial;
    private readonly KernelMeasure _kernel;
    private readonly Tensor _x;
    private readonly Tensor _y;
    private readonly Tensor _all;
    private readonly Tensor _test;
    private readonly Tensor[] _batches;

    /// <summary>Takes its samples from the data, which must outlive it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="plan">What to measure.</param>
    /// <param name="data">The data.</param>
    internal StartComparison(RunConfiguration run, MeasurePlan plan, DataSet data)
    {
        _run = run;
        using var scope = NewDisposeScope();
        _initial = run.Model.Draw(run.Dtype, data.Device);
        var samples = Math.Min(plan.KernelSamples, run.TrainSamples);
        _x = data.TrainInputs.narrow(0, 0, samples).DetachFromDisposeScope();
        _y = data.TrainTargets.narrow(0, 0, samples).DetachFromDisposeScope();
        _all = cat([_x, data.TestInputs.narrow(0, 0, Math.Min(plan.HeldOutSamples, data.TestSamples))])
            .DetachFromDisposeScope();
        _test = data.TestInputs.alias().DetachFromDisposeScope();
        var size = Math.Min(run.BatchSize, data.TestSamples);
        _batches = [.. Enumerable.Range(0, Math.Clamp(data.TestSamples / size, 1, plan.Batches)).Select(
            i => data.TestInputs.narrow(0, i * size, size).DetachFromDisposeScope())];
        _kernel = KernelMeasure.Of(plan, _initial, _all, run.Seed);
    }

    /// <summary>The kernel at the measurement before; a checkpoint keeps it.</summary>
    internal Tensor? PreviousKernel => _kernel.Previous;

    /// <summary>Goes on from a checkpoint's kernel.</summary>
    /// <param name="previous">That kernel, this object's from now on.</param>
    internal void Resume(Tensor? previous) => _kernel.Resume(previous);

    /// <summary>Measures.</summary>
    /// <param name="model">The network now.</param>
    /// <param name="moved">Whether it has been trained at all.</param>
    internal Measurement Read(ReversibleNetwork model, bool moved) => new(
        _kernel.Read(model),
        CenteredKernelAlignment.PerBlock(model, _initial, _batches),
        WeightDrift.Between(model, _initial),
        moved ? Linearisation.Gap(_initial, model, _all) : null,
        _run.Optimiser is GaussNewtonOptions options ? MinimumNormRatio(options, model) : null,
        _test.size(0) >= 4 ? CenteredKernelAlignment.Debiased(model, _initial, _test) : null);

    private double? MinimumNormRatio(GaussNewtonOptions options, ReversibleNetwork model)
    {
        try
        {
            using var minimum = new MinimumNormGaussNewton(_run.Loss, options.Curvature).Step(model, _x, _y);
            using var optimiser = new GaussNewtonOptimiser(_run, options, model);
            using var reversible = optimiser.Step(_x, _y, StepScaling.Exact);
            return minimum.Norm() / reversible.Update.Norm();
        }
        catch (NumericalException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _kernel.Dispose();
        _initial.Dispose();
        foreach (var part in (Tensor[])[_x, _y, _all, _test, .. _batches])
        {
            part.Dispose();
        }
    }
}
