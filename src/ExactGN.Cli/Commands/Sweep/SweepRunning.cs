namespace ExactGN.Cli.Commands.Sweep;

/// <summary>What <c>exactgn sweep run</c> does. Apart from the command, so that --help loads none of it.</summary>
internal static class SweepRunning
{
    /// <summary>Another process is making the run: EX_TEMPFAIL of sysexits.h, try again later.</summary>
    private const int Busy = 75;

    internal static int Run(SweepRunRequest request, Signals signals)
    {
        signals.Kept = Kept.Run;
        try
        {
            var plan = SweepPlan.Read(request.Plan);
            return Run(
                request,
                SweepPart.Of(plan, request.Index, request.Shard, Environment.GetEnvironmentVariable),
                signals);
        }
        catch (Exception error) when (error is FormatException or NotSupportedException or WorkerException)
        {
            return PlainErrors.Refuse(error.Message);
        }
    }

    private static int Run(SweepRunRequest request, IReadOnlyList<SweepRun> part, Signals signals)
    {
        var results = new SweepResults(request.Output);
        List<SweepRun> open = [];
        foreach (var run in part)
        {
            if (results.Result(run) is { } result)
            {
                Console.WriteLine($"{run.Label}: already finished, {TrainingProgress.Describe(result)}");
            }
            else
            {
                open.Add(run);
            }
        }

        if (open.Count == 0)
        {
            return 0;
        }

        var device = ComputeDevice.Resolve(request.Device);
        foreach (var run in open.DistinctBy(run => (run.Run.Data, run.Run.TrainSamples)))
        {
            RequiredData.For(
                run.Run, request.DataFolder, count => $"a plan with Setup.Data.subset={count} takes these");
        }

        OutputFolder folder;
        try
        {
            folder = new OutputFolder(request.Output);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return PlainErrors.Refuse($"The output folder '{request.Output}' cannot be written to: {error.Message}");
        }

        using var saving = signals.Saving();
        using var worker = new WorkerProcess(new(
            folder.Root,
            RunEnvironment.Current(new(device, request.Threads), open[0].Run.Dtype, parallelRuns: 1),
            request.DataFolder,
            request.Checkpoints));
        using var stop = signals.Token.Register(worker.Stop);
        List<(SweepRun Run, string Sentence)> failed = [];
        // A shard leaves what another process is making, and comes back to it once; a run that cannot be carried out
        // does not keep it from the others.
        SweepRun[] left = [.. open.Where(run => !Make(run))];
        if (part.Count > 1)
        {
            left = [.. left.Where(run => !Make(run))];
        }

        if (failed.Count > 0)
        {
            return PlainErrors.Refuse(failed.Count == 1 ? failed[0].Sentence : $"{failed.Count} runs could "
                + $"not be carried out, {IndexRanges.Text(failed.Select(entry => entry.Run.Index))}; "
                + $"the first of them: {failed[0].Sentence}");
        }

        if (left.Length == 0)
        {
            return 0;
        }

        var others = left.Length == 1
            ? $"Another process is making {left[0].Label}"
            : $"Other processes are making the runs {IndexRanges.Text(left.Select(run => run.Index))}";
        return PlainErrors.Refuse(
            $"{others} in '{request.Output}', so this one has left that alone; try again later.", Busy);

        // Makes one run, or notes that it failed; false when somebody else is making it.
        bool Make(SweepRun run)
        {
            signals.Token.ThrowIfCancellationRequested();
            // Another machine may have ended it meanwhile, on a placement of its own.
            if (results.Result(run) is { } ended)
            {
                Console.WriteLine($"{run.Label}: already finished, {TrainingProgress.Describe(ended)}");
                return true;
            }

            var (configuration, time) = (run.Run, new TimeLeft(run.Run.Epochs, TimeProvider.System));
            Console.WriteLine($"{run.Label}: {OutputFolder.LinkTo(configuration)}");
            try
            {
                var result = worker.Execute(
                    configuration,
                    row => Console.WriteLine(EpochLine.Of(configuration, row, time.After(row.Epoch))),
                    note => Console.Error.WriteLine($"exactgn: {note}"));
                Console.WriteLine($"{run.Label}: finished, {TrainingProgress.Describe(result)}");
                return true;
            }
            catch (WorkerException error) when (error.Trouble == WorkerTrouble.Busy)
            {
                return false;
            }
            catch (WorkerException error) when (error.Trouble == WorkerTrouble.Failure
                && part.Count > 1
                && !worker.HasEnded)
            {
                failed.Add((run, error.Message));
                return true;
            }
        }
    }
}
