using System.Globalization;
using Spectre.Console;

namespace ExactGN.Cli.Commands.Train;

/// <summary>What <c>exactgn train</c> does. Apart from the command, so that --help loads none of it.</summary>
internal static class Train
{
    internal static int Run(TrainRequest request, Signals signals)
    {
        signals.Kept = Kept.Run;
        try
        {
            var (published, device, text) = request.Run();
            RequiredData.For(
                published.Configuration, request.DataFolder, count => $"--set Setup.Data.subset={count} takes these");
            return Run(request, published, device, text, signals);
        }
        catch (Exception error) when (error is FormatException or NotSupportedException or WorkerException)
        {
            return PlainErrors.Refuse(error.Message);
        }
    }

    private static int Run(TrainRequest request, PublishedRun published, string device, string text, Signals signals)
    {
        var run = published.Configuration;
        OutputFolder folder;
        try
        {
            folder = new OutputFolder(request.Output);
            var place = Directory.CreateDirectory(folder.At("runs", run.FolderName)).FullName;
            WholeFile.WriteText(Path.Combine(place, "configuration.yaml"), text);
            WholeFile.Write(
                Path.Combine(place, "departures.txt"), path => File.WriteAllLines(path, published.Departures));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return PlainErrors.Refuse($"The output folder '{request.Output}' cannot be written to: {error.Message}");
        }

        // One run alone: it may have every processor, and what was begun keeps its number of threads.
        var threads = folder.PlacementOf(run)?.Threads ?? Environment.ProcessorCount;
        var environment = RunEnvironment.Current(new(device, threads), run.Dtype, parallelRuns: 1);
        Console.WriteLine(Describe(run, environment));
        Console.WriteLine("Departures from the paper's public implementation:");
        foreach (var departure in published.Departures)
        {
            Console.WriteLine($"  - {departure}");
        }

        RunResult result;
        using (signals.Saving())
        using (var worker = new WorkerProcess(new(folder.Root, environment, request.DataFolder, request.Checkpoints)))
        using (signals.Token.Register(worker.Stop))
        {
            result = Console.IsOutputRedirected ? WithLines(worker, run) : WithBar(worker, run);
        }

        Console.WriteLine(TrainingSummary.Of(result, folder.At("runs", run.FolderName)));
        return 0;
    }

    private static RunResult WithLines(WorkerProcess worker, RunConfiguration run)
    {
        var time = new TimeLeft(run.Epochs, TimeProvider.System);
        return worker.Execute(
            run,
            row => Console.WriteLine(EpochLine.Of(run, row, time.After(row.Epoch))),
            note => Console.Error.WriteLine($"exactgn: {note}"));
    }

    private static RunResult WithBar(WorkerProcess worker, RunConfiguration run) => AnsiConsole.Progress()
        .HideCompleted(true)
        .AutoClear(true)
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn(),
            new PercentageColumn(),
            new ElapsedTimeColumn())
        .Start(context =>
        {
            var task = context.AddTask("reading the data", maxValue: run.Epochs);
            var time = new TimeLeft(run.Epochs, TimeProvider.System);
            return worker.Execute(run, row =>
            {
                task.Description = Markup.Escape(EpochLine.Of(run, row, time.After(row.Epoch)));
                task.Value = row.Epoch;
            }, note => AnsiConsole.MarkupLineInterpolated($"[yellow]{note}[/]"));
        });

    private static string Describe(RunConfiguration run, RunEnvironment environment)
    {
        var images = run.Split.Rule == SplitRule.Drawn ? $"{run.TrainSamples} drawn" : $"the first {run.TrainSamples}";
        var hidden = run.Model.Hidden?.ToString(CultureInfo.InvariantCulture) ?? "none";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{DataCatalogue.Title(run.Data)}, {images} images, batches of "
            + $"{Math.Min(run.BatchSize, run.TrainSamples)}; "
            + $"{run.Optimiser.Title} with η = {run.LearningRate}; {Architectures.Title(run.Model)}, "
            + $"d = {run.Model.Features}, h = {hidden}, L = {run.Model.Blocks}; {run.Epochs} epochs, seed {run.Seed}, "
            + $"{environment.Dtype} "
            + $"on {environment.Placement}, libtorch {environment.LibTorch}");
    }
}
