using System.Collections.Concurrent;

namespace ExactGN.Experiments;

/// <summary>Runs the catalogue's experiments, every setting once, and judges the claims.</summary>
/// <param name="options">What to run.</param>
/// <param name="folder">Where to write.</param>
public sealed class Reproduction(ReproductionOptions options, OutputFolder folder)
{
    private readonly int _parallelRuns = options.Device == "cpu" ? System.Environment.ProcessorCount : 1;

    /// <summary>The experiments.</summary>
    public IReadOnlyList<Experiment> Experiments { get; } = ExperimentCatalogue.At(options.Scale);

    /// <summary>The runs, in the order they are started.</summary>
    public IReadOnlyList<RunConfiguration> Runs =>
        [.. Experiments.Select(experiment => experiment.Setting).DistinctBy(setting => setting.Id).SelectMany(setting => setting.Runs(options.Seeds, options.Dtype, options.Device))];

    /// <summary>What the runs are computed with.</summary>
    public RunEnvironment Environment => RunEnvironment.Current(options.Device, options.Dtype, _parallelRuns, threadsPerRun: 1);

    /// <summary>Trains everything.</summary>
    /// <remarks>
    /// The matrices are small, so on the CPU as many runs go on at a time as there are processors, each in a process with one libtorch thread: the
    /// numbers of a run then depend neither on how many processors there are nor on what else is running.
    /// </remarks>
    /// <param name="onEnd">Hears of every run that ended; called from one thread at a time.</param>
    /// <param name="cancellation">Stops the runs.</param>
    /// <returns>The results in the order of <see cref="Runs"/>.</returns>
    /// <exception cref="WorkerException">A run could not be carried out.</exception>
    public IReadOnlyList<RunResult> Train(Action<RunResult> onEnd, CancellationToken cancellation = default)
    {
        var (runs, environment) = (Runs, Environment);
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
        return failures.TryDequeue(out var failure) ? throw new WorkerException(failure.Message, failure) : results;

        void Work()
        {
            try
            {
                using var worker = new WorkerProcess(folder.Root, environment);
                using var stop = cancellation.Register(worker.Stop);
                while (failures.IsEmpty && !cancellation.IsCancellationRequested && Interlocked.Increment(ref next) is var i && i < runs.Count)
                {
                    results[i] = worker.Execute(runs[i]);
                    lock (gate)
                    {
                        onEnd(results[i]);
                    }
                }
            }
            catch (Exception error)
            {
                failures.Enqueue(error);
            }
        }
    }

    /// <summary>Judges every claim.</summary>
    /// <param name="results">The runs.</param>
    public IReadOnlyList<ClaimResult> Judge(IReadOnlyCollection<RunResult> results) => [.. Experiments.Select(experiment => experiment.Judge(results))];
}
