using System.Collections.Concurrent;

namespace ExactGN.Experiments;

/// <summary>Runs the catalogue's experiments, every setting once, and judges the claims.</summary>
/// <param name="options">What to run.</param>
public sealed class Reproduction(ReproductionOptions options)
{
    private readonly int _parallelRuns = options.Device == "cpu" ? System.Environment.ProcessorCount : 1;

    /// <summary>The experiments.</summary>
    public IReadOnlyList<Experiment> Experiments { get; } =
    [
        .. ExperimentCatalogue.Chosen(
            Regimes.Of(options.Scale, options.Data, options.Regime).Within(options.Epochs), options.Experiments,
            options.Epochs)
            .Select(experiment => options.Sweep ? experiment : experiment.WithoutSweep()),
    ];

    /// <summary>The seeds that an experiment is judged on.</summary>
    /// <param name="experiment">The experiment.</param>
    public IReadOnlyList<int> SeedsOf(Experiment experiment) => options.Seeds ?? experiment.Seeds
        ?? (options.Scale == Scale.Smoke ? [.. Enumerable.Range(42, 10)] : [42, 43, 44]);

    /// <summary>The seeds of all experiments.</summary>
    public IReadOnlyList<int> Seeds => [.. Experiments.SelectMany(SeedsOf).Distinct().Order()];

    /// <summary>The runs at the experiments' own rates, each once, in the order they are started.</summary>
    public IReadOnlyList<RunConfiguration> Runs =>
        [.. Experiments
            .SelectMany(experiment => experiment.RunsAtOwnRates(SeedsOf(experiment), options.Dtype))
            .DistinctBy(Key)];

    /// <summary>What the runs are computed with.</summary>
    public RunEnvironment Environment => RunEnvironment.Current(
        new(options.Device, Threads: 1), options.Dtype ?? ScalarType.Float32, _parallelRuns);

    /// <summary>Makes sure that there is as much data as the runs take, before hours are spent.</summary>
    /// <exception cref="FileNotFoundException">It is not where it is looked for.</exception>
    /// <exception cref="ArgumentException">There is less, or rates are to be searched without a validation
    /// part.</exception>
    public void RequireData()
    {
        foreach (var selection in Experiments.SelectMany(experiment => experiment.RateSelections))
        {
            _ = selection.Search;
        }

        foreach (var data in Experiments.SelectMany(experiment => experiment.Setting.Arms).GroupBy(arm => arm.Data))
        {
            var (count, place) = DataCatalogue.TrainImages(data.Key, DataSearch.Order(options.DataFolder));
            // The digits are one pool, whose validation part is no training image.
            if (data.Max(run => run.TrainSamples
                + (data.Key == DataCatalogue.Digits ? 0 : run.Split.Validation)) is var wanted && count < wanted)
            {
                throw new ArgumentException(
                    $"'{place}' has {count} of the {wanted} training images that these experiments take.");
            }
        }
    }

    /// <summary>Trains everything: the runs at the experiments' own rates, then, where rates are searched, what the
    /// search asks for and the runs at the rates found.</summary>
    /// <param name="folder">Where to write.</param>
    /// <param name="progress">Hears of epochs and ends; called from one thread at a time.</param>
    /// <param name="cancellation">Stops the runs.</param>
    /// <returns>The results, those of <see cref="Runs"/> first and in their order.</returns>
    /// <exception cref="WorkerException">A run could not be carried out.</exception>
    /// <exception cref="OperationCanceledException">The runs were stopped, or a worker was asked to end.</exception>
    public IReadOnlyList<RunResult> Train(
        OutputFolder folder, IReproductionProgress progress, CancellationToken cancellation = default)
    {
        List<RunResult> results = [.. Execute(Runs, folder, progress, cancellation)];
        while (Next(results) is { Count: > 0 } runs)
        {
            progress.OnMore(runs);
            results.AddRange(Execute(runs, folder, progress, cancellation));
        }

        return results;
    }

    /// <summary>The runs that follow from the results so far: what searches for rates want next, then the arms at the
    /// rates found; empty when there is nothing more.</summary>
    /// <param name="results">The results so far.</param>
    public IReadOnlyList<RunConfiguration> Next(IReadOnlyCollection<RunResult> results)
    {
        var made = results.Select(result => Key(result.Configuration)).ToHashSet();
        return Experiments.Select(Wanted).FirstOrDefault(runs => runs.Length > 0) ?? [];

        // One experiment after the other, so that what is broken off has whole answers behind it.
        RunConfiguration[] Wanted(Experiment experiment)
        {
            RunConfiguration[] searched =
                [.. experiment.RateSelections
                    .SelectMany(selection => selection.Wanted(results, options.Dtype))
                    .DistinctBy(Key)];
            return
            [
                .. (searched.Length > 0 ? searched
                    : experiment.RunsAtBestRates(results, SeedsOf(experiment), options.Dtype))
                    .DistinctBy(Key).Where(run => !made.Contains(Key(run))),
            ];
        }
    }

    private static (string Setting, Arm Arm, int Seed) Key(RunConfiguration run) => (run.Setting, run.Arm, run.Seed);

    /// <summary>Trains some runs.</summary>
    /// <remarks>
    /// The matrices are small, so on the CPU as many runs go on at a time as there are processors, each in a process
    /// with one libtorch thread: the numbers of a run then depend neither on how many processors there are nor on what
    /// else is running.
    /// </remarks>
    private RunResult[] Execute(IReadOnlyList<RunConfiguration> runs, OutputFolder folder,
        IReproductionProgress progress, CancellationToken cancellation)
    {
        var environment = Environment;
        var results = new RunResult[runs.Count];
        var failures = new ConcurrentQueue<Exception>();
        var (next, gate) = (-1, new Lock());
        Thread[] threads = [.. Enumerable.Range(0, Math.Min(_parallelRuns, runs.Count)).Select(_ => new Thread(Work))];
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        cancellation.ThrowIfCancellationRequested();
        return failures.TryDequeue(out var failure)
            ? throw (failure is OperationCanceledException ? failure : new WorkerException(failure.Message, failure))
            : results;

        void Tell(Action what)
        {
            lock (gate)
            {
                what();
            }
        }

        void Work()
        {
            try
            {
                using var worker = new WorkerProcess(
                    new(folder.Root, environment, options.DataFolder, options.CheckpointEvery));
                using var stop = cancellation.Register(worker.Stop);
                while (failures.IsEmpty && !cancellation.IsCancellationRequested
                    && Interlocked.Increment(ref next) is var i && i < runs.Count)
                {
                    var run = runs[i];
                    results[i] = worker.Execute(run, epoch => Tell(() => progress.OnEpoch(run, epoch)),
                        note => Tell(() => progress.OnNote(run, note)));
                    Tell(() => progress.OnEnd(results[i]));
                }
            }
            catch (Exception error)
            {
                failures.Enqueue(error);
            }
        }
    }

    /// <summary>Judges every claim, and the preregistered questions among their family.</summary>
    /// <param name="results">The runs.</param>
    public IReadOnlyList<ClaimResult> Judge(IReadOnlyCollection<RunResult> results) =>
        Preregistration.Judge([.. Experiments.Select(experiment => experiment.Judge(results))], IsAsPreregistered);

    /// <summary>Whether an experiment is run as it was preregistered: with its own seeds, epochs and
    /// precision.</summary>
    /// <param name="experiment">The experiment.</param>
    public bool IsAsPreregistered(Experiment experiment) =>
        experiment.Seeds is { } seeds && SeedsOf(experiment).SequenceEqual(seeds) && options.Dtype is null
        && options.Epochs is null;
}

/// <summary>Hears how a reproduction goes on.</summary>
public interface IReproductionProgress
{
    /// <summary>More runs follow than were known of at first.</summary>
    /// <param name="runs">They.</param>
    void OnMore(IReadOnlyList<RunConfiguration> runs);

    /// <summary>An epoch of a run ended.</summary>
    /// <param name="run">The run.</param>
    /// <param name="epoch">Where it stands.</param>
    void OnEpoch(RunConfiguration run, EpochMetrics epoch);

    /// <summary>Something happened that its user should know.</summary>
    /// <param name="run">The run.</param>
    /// <param name="note">One sentence.</param>
    void OnNote(RunConfiguration run, string note);

    /// <summary>A run ended.</summary>
    /// <param name="result">What came out.</param>
    void OnEnd(RunResult result);
}
