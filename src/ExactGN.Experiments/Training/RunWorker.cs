using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ExactGN.Experiments.Training;

/// <summary>A worker process's loop: one configuration per line in, replies out, until the input ends.
/// When it ends during a run, the run is broken off with a checkpoint.</summary>
/// <remarks>
/// Runs go on side by side in processes, not threads: two training threads in one process corrupted numbers.
/// Most likely TorchSharp 0.107 lets an implicit Scalar argument be finalised while native code still reads it,
/// when another thread's allocation starts a collection just then. See README.md here.
/// </remarks>
public static class RunWorker
{
    /// <summary>Serves runs.</summary>
    /// <param name="options">What the worker was started with.</param>
    /// <param name="input">Configurations.</param>
    /// <param name="replies">Replies.</param>
    /// <param name="endAtOnce">Ends the process; called when it is asked to end and no update would be lost.</param>
    public static void Serve(WorkerOptions options, TextReader input, TextWriter replies, Action endAtOnce)
    {
        var placement = options.Environment.Placement;
        set_num_threads(placement.Threads);
        CudaArithmetic.Fix();
        var folder = new OutputFolder(options.Output);
        using var stop = new CancellationTokenSource();
        Speaking? speaking = null;
        var gate = new Lock();
        // An interrupt, a quit and a hang-up reach every process of a terminal; whoever started this one closes its
        // input when the time has come.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            new Thread(End) { IsBackground = true }.Start();
        });
        using var orders = new BlockingCollection<string>();
        new Thread(Listen) { IsBackground = true }.Start();

        Say(new WorkerReply.Serving());
        (RunConfiguration Run, DataSet Data)? loaded = null;
        foreach (var line in orders.GetConsumingEnumerable())
        {
            var configuration = JsonSerializer.Deserialize<RunConfiguration>(line, Json.Compact)!;
            Say(Reply(configuration));
        }

        loaded?.Data.Dispose();

        void Listen()
        {
            while (input.ReadLine() is { } line)
            {
                orders.Add(line);
            }

            orders.CompleteAdding();
            End();
        }

        // What draws, reads or measures for minutes cannot be asked to stop, and need not be where no update is lost.
        void End()
        {
            stop.Cancel();
            if (Volatile.Read(ref speaking)?.HasNothingToLose == true)
            {
                Say(Interrupted);
                endAtOnce();
            }
        }

        void Say(WorkerReply reply)
        {
            lock (gate)
            {
                replies.WriteLine(JsonSerializer.Serialize(reply, Json.Compact));
                replies.Flush();
            }
        }

        WorkerReply Reply(RunConfiguration configuration)
        {
            try
            {
                // Of a GPU's memory nothing is known here.
                if (placement.Device == "cpu")
                {
                    // Each of the runs side by side has its share.
                    RunMemory.Require(configuration, MemoryRule.Available / options.Environment.ParallelRuns);
                }

                using var log = folder.Open(configuration, options.CheckpointEvery);
                Volatile.Write(ref speaking, new Speaking(log, Say));
                stop.Token.ThrowIfCancellationRequested();
                var finished = log.Finished(configuration);
                if (finished is null && !log.TryHold())
                {
                    return new WorkerReply.Failed("another process is making it.", WorkerTrouble.Busy);
                }

                // It may have ended between the look and the lock.
                finished ??= log.Finished(configuration);
                log.Place(placement);
                if (finished is not null)
                {
                    return new WorkerReply.Ended(finished);
                }

                var result = configuration.Optimiser is KernelRidgeOptions
                    ? new KernelRidgeRun(configuration, Data(configuration)).Execute(speaking)
                    : new TrainingRun(configuration, Data(configuration))
                        .Execute(speaking, log.Checkpoints, stop.Token);
                // The result is kept.
                Volatile.Write(ref speaking, null);
                log.Finish(result, options.Environment with
                {
                    Dtype = configuration.Dtype,
                    Cuda = CudaArithmetic.Describe(placement.Device),
                });
                return new WorkerReply.Ended(result);
            }
            catch (OperationCanceledException)
            {
                return Interrupted;
            }
            catch (IOException error) when (error.GetType() == typeof(IOException))
            {
                // Such as a full disk; a file or a folder that is missing has a type of its own.
                return new WorkerReply.Failed($"{error.Message.Split('\n')[0].TrimEnd('.')}; what it has written "
                    + "stays, and the same command goes on from its last checkpoint.");
            }
            catch (Exception error) when (error is IOException or ArgumentException or InvalidDataException
                or NumericalException or UnauthorizedAccessException or ExternalException or InvalidOperationException)
            {
                return new WorkerReply.Failed(error.Message.Split('\n')[0]);
            }
            finally
            {
                Volatile.Write(ref speaking, null);
            }
        }

        // One data set at a time: runs come setting by setting.
        DataSet Data(RunConfiguration run)
        {
            if (loaded is not { } held || Of(held.Run) != Of(run))
            {
                loaded?.Data.Dispose();
                loaded = (run, RunData.Load(run, DataSearch.Order(options.DataFolder), new Device(placement.Device)));
            }

            return loaded.Value.Data;

            // What the data depend on; in order they are every seed's.
            static (string, int, Split, int, ScalarType) Of(RunConfiguration run) =>
                (run.Data, run.TrainSamples, run.Split, run.Split.Rule == SplitRule.Drawn ? run.Seed : 0, run.Dtype);
        }
    }

    private static WorkerReply Interrupted { get; } =
        new WorkerReply.Failed("it was interrupted and can be taken up again.", WorkerTrouble.Interruption);

    private sealed class Speaking(RunFolder log, Action<WorkerReply> say) : ITrainingObserver
    {
        private int _updates;

        // Every update made so far lies in the checkpoint, and none is being written.
        public bool HasNothingToLose => log.Checkpoints.Updates == Volatile.Read(ref _updates);

        public void OnStart(IReadOnlyList<EpochMetrics> rows, int updates, RunConfiguration configuration)
        {
            // Hours may lie between this and the run's end.
            if (log.Note is { } note)
            {
                say(new WorkerReply.Noted(note));
            }

            Volatile.Write(ref _updates, updates);
            log.OnStart(rows, updates, configuration);
        }

        public void OnUpdate(UpdateMetrics metrics)
        {
            log.OnUpdate(metrics);
            Volatile.Write(ref _updates, metrics.Update);
        }

        public void OnEpoch(EpochMetrics metrics, Measurement? measurement)
        {
            log.OnEpoch(metrics, measurement);
            say(new WorkerReply.Trained(metrics));
        }
    }
}

/// <summary>What a worker is started with; it travels as JSON.</summary>
/// <param name="Output">The output folder.</param>
/// <param name="Environment">What the runs are computed with, for their manifests.</param>
/// <param name="DataFolder">The folder of <c>--data-dir</c>; null for the usual search.</param>
/// <param name="CheckpointEvery">The time between two checkpoints.</param>
public sealed record WorkerOptions(
    string Output, RunEnvironment Environment, string? DataFolder, TimeSpan CheckpointEvery)
{
    /// <summary>The options as one line.</summary>
    public string Text => JsonSerializer.Serialize(this, Json.Compact);

    /// <summary>Reads <see cref="Text"/>.</summary>
    /// <param name="text">The line.</param>
    public static WorkerOptions Parse(string text) => JsonSerializer.Deserialize<WorkerOptions>(text, Json.Compact)!;
}
