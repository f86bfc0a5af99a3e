namespace ExactGN.Experiments.Runs;

/// <summary>The memory that a run takes at least, by what it is for: estimated from the configuration, before data is
/// read or anything drawn.</summary>
/// <param name="Network">Weights, projections and read-out, once more where the network is compared with its
/// start.</param>
/// <param name="Optimiser">The update, the weights before it, Adam's moments, SGD's momentum, the mean of the
/// weights.</param>
/// <param name="Data">Images and targets.</param>
/// <param name="Step">Features of a batch, and their Gram matrix or kernel.</param>
/// <param name="Measures">The kernel that is followed, and those it is compared with.</param>
internal sealed record RunMemory(Int128 Network, Int128 Optimiser, Int128 Data, Int128 Step, Int128 Measures)
{
    /// <summary>All of it. Step and measures take turns.</summary>
    internal Int128 Bytes => Network + Optimiser + Data + Int128.Max(Step, Measures);

    /// <summary>Estimates a run's.</summary>
    /// <param name="run">The run.</param>
    internal static RunMemory Of(RunConfiguration run)
    {
        var model = run.Model;
        var of = new NetworkSize(model);
        Int128 size = run.Dtype == ScalarType.Float64 ? 8 : 4;
        Int128 n = Math.Min(run.BatchSize, run.TrainSamples);
        Int128 outputs = model.Classes ?? model.Features;
        var network = new NetworkTensors(model).Bytes(run.Dtype);

        // A reversible step needs one half-coupling's features at a time, or keeps those of all where that is little;
        // autograd always keeps those of all.
        var gram = of.Smaller(n) * of.Smaller(n);
        var kernel = 2 * n * outputs * n * outputs;
        var step = size * run.Optimiser switch
        {
            KernelRidgeOptions => 2 * run.TrainSamples * outputs * of.Weights,
            GaussNewtonOptions { RightInverse: RightInverse.Reversible } =>
                (KeepsFeatures(run) ? of.AllFeatures(n) : of.Features(n)) + gram,
            GaussNewtonOptions => of.Features(n) + Int128.Max(gram, kernel),
            _ => of.AllFeatures(n),
        };

        // An image network's states are the images' numbers in another order, so they are there twice.
        var inputs = (model is RevMlpOptions ? 1 : 2) * (Int128)model.Features;

        // Copies of the weights beside the network's own.
        var copies = run.Optimiser switch
        {
            KernelRidgeOptions => 0,
            AdamOptions => 4,
            SgdOptions { Momentum: > 0 } => 3,
            _ => 2,
        } + (run.AverageFrom is null ? 0 : 1);
        return new(
            run.Measures is null ? network : 2 * network,
            copies * of.Weights * size,
            (Int128)run.TrainSamples * (inputs + outputs) * size,
            step,
            run.Measures is { } plan ? size * MeasuresOf(plan, run, outputs) : 0);
    }

    /// <summary>Whether reversible steps keep the features of all half-couplings of a batch from the way up: where
    /// they take no more than 1 GiB in float64.</summary>
    /// <param name="run">The run.</param>
    internal static bool KeepsFeatures(RunConfiguration run) =>
        new NetworkSize(run.Model).AllFeatures(run.BatchSize) * sizeof(double) <= 1L << 30;

    /// <summary>Refuses a run that memory cannot hold.</summary>
    /// <param name="run">The run.</param>
    /// <param name="available">The bytes that there are.</param>
    /// <exception cref="ArgumentException">It cannot; the message gives the figures.</exception>
    internal static void Require(RunConfiguration run, long available)
    {
        var needed = Of(run);
        MemoryRule.Require(needed.Bytes, available, "A run must fit into memory; this one", needed.Parts);
    }

    private string Parts =>
        $" at least (network {MemoryRule.Gibibytes(Network)}, optimiser {MemoryRule.Gibibytes(Optimiser)}, "
        + $"data {MemoryRule.Gibibytes(Data)}, step {MemoryRule.Gibibytes(Step)}, measures "
        + $"{MemoryRule.Gibibytes(Measures)})";

    // Where the kernel is formed it is there at the start, before and now; elsewhere its products with the probes
    // are.
    private static Int128 MeasuresOf(MeasurePlan plan, RunConfiguration run, Int128 outputs)
    {
        var rows = outputs * ((Int128)Math.Min(plan.KernelSamples, run.TrainSamples) + plan.HeldOutSamples);
        return 3 * rows * (rows <= MeasurePlan.MostExact ? rows : plan.Probes);
    }
}
