namespace ExactGN.Tests;

/// <summary>Taking a run up again under test: what is done to its checkpoint before the run goes on.</summary>
public sealed record Resumption(string Name, Action<string, RunConfiguration, DataSet> BeforeGoingOn) : UnderTest(Name)
{
    public static Resumption Library { get; } = new("library", (_, _, _) => { });

    /// <summary>Trains, breaks off after an update and goes on; the run and everything its folder holds.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">The data.</param>
    /// <param name="after">The update after which it is broken off; 0 for an unbroken run.</param>
    public (RunResult Result, IReadOnlyDictionary<string, string> Files) Train(
        RunConfiguration run, DataSet data, int after)
    {
        var path = Directory.CreateTempSubdirectory().FullName;
        try
        {
            using (var folder = new RunFolder(path))
            {
                using var stop = new CancellationTokenSource();
                try
                {
                    var result = new TrainingRun(run, data)
                        .Execute(new Stopping(folder, after, stop), folder.Checkpoints, stop.Token);
                    folder.Dispose();
                    return (result, Read(path));
                }
                catch (OperationCanceledException)
                {
                }
            }

            BeforeGoingOn(Path.Combine(path, "checkpoint.bin"), run, data);
            using var again = new RunFolder(path);
            var resumed = new TrainingRun(run, data).Execute(again, again.Checkpoints);
            again.Dispose();
            return (resumed, Read(path));
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static Dictionary<string, string> Read(string path) =>
        Directory.GetFiles(path, "*.csv").ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

    private sealed class Stopping(RunFolder folder, int after, CancellationTokenSource stop) : ITrainingObserver
    {
        public void OnStart(IReadOnlyList<EpochMetrics> rows, int updates, RunConfiguration configuration) =>
            folder.OnStart(rows, updates, configuration);

        public void OnUpdate(UpdateMetrics metrics)
        {
            folder.OnUpdate(metrics);
            if (metrics.Update == after)
            {
                stop.Cancel();
            }
        }

        public void OnEpoch(EpochMetrics metrics, Measurement? measurement) => folder.OnEpoch(metrics, measurement);
    }
}

/// <summary>A run with an optimiser that may change half way, and the update it is broken off after.</summary>
public sealed record BrokenRun(
    TrainingRecipe Training, OptimiserOptions Optimiser, OptimiserOptions? Then, double Decay, double Noise,
    RunChoice Choice, double Share, double LabelNoise, int After)
{
    public RunConfiguration Configuration => Training.Configuration(Chosen(Optimiser)) with
    {
        Epochs = 3,
        WeightDecay = Decay,
        Schedule = Choice.Schedule,
        AverageFrom = Choice.AverageFrom == 3 ? null : Choice.AverageFrom,
        Loss = Choice.OutputScale == 3 ? new SquaredError() : new SoftmaxCrossEntropy(),
        OutputScale = Choice.OutputScale == 3 ? 3 : 1,
        LabelNoise = LabelNoise,
        Switch = Then is { } then ? new(1, Chosen(then), 0.05) : null,
        Measures = new(Every: 2, KernelSamples: 3),
    };

    private OptimiserOptions Chosen(OptimiserOptions optimiser) => optimiser switch
    {
        SgdOptions => new SgdOptions(Choice.Momentum),
        GaussNewtonOptions => new GaussNewtonOptions
        {
            RightInverse = RightInverse.Of(
                Share, new HalfSolver.Perturbed(new HalfSolver.Truncated(Rtol: 1e-3), Noise), kernelRtol: 1e-3),
        },
        _ => optimiser,
    };

    public IEnumerable<BrokenRun> Shrink() => After > 1 ? [this with { After = After - 1 }] : [];
}

public static partial class Arbitraries
{
    public static Arbitrary<Resumption> Resumptions() => Arb.From(Gen.Constant(Resumption.Library));

    public static Arbitrary<BrokenRun> BrokenRuns() => Arb.From(
        from training in TrainingRecipes().Generator
        from optimiser in Gen.Elements(UpdatingOptimisers.All)
        from then in Gen.Frequency(
            (2, Gen.Constant((OptimiserOptions?)null)),
            (1, Gen.Elements(UpdatingOptimisers.All).Select(kind => (OptimiserOptions?)kind)))
        from decay in Gen.Elements(0, 0.01)
        from noise in Gen.Elements(0, 0.1)
        from choice in RunChoices().Generator
        from share in Gen.Elements(0, 0.5, 1)
        from labelNoise in Gen.Elements(0, 0.2)
        from after in Gen.Choose(1, 3 * ((training.Samples + training.BatchSize - 1) / training.BatchSize) - 1)
        select new BrokenRun(
            training with { Rate = 0.05 }, optimiser, then, decay, noise, choice, share, labelNoise, after),
        run => run.Shrink());
}
