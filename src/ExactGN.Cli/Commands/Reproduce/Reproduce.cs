using System.Diagnostics;
using Spectre.Console;

namespace ExactGN.Cli.Commands.Reproduce;

/// <summary>What <c>exactgn reproduce</c> does. Apart from the command, so that --help loads none of it.</summary>
internal static class Reproduce
{
    internal static int Run(ReproductionOptions options, Signals signals)
    {
        signals.Kept = Kept.Runs;
        try
        {
            var started = Process.GetCurrentProcess().StartTime;
            RequiredData.Folder(options.DataFolder);
            Run(options with { Device = ComputeDevice.Resolve(options.Device) }, started, signals);
            return 0;
        }
        catch (Exception error) when (error is FileNotFoundException
            or FormatException or ArgumentException or NotSupportedException or WorkerException)
        {
            return PlainErrors.Refuse(error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return PlainErrors.Refuse($"The output folder '{options.Output}' cannot be written to: {error.Message}");
        }
    }

    private static void Run(ReproductionOptions options, DateTime started, Signals signals)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = 120;
        }

        var reproduction = new Reproduction(options);
        reproduction.RequireData();
        var folder = new OutputFolder(options.Output);
        var environment = reproduction.Environment;
        var searches = reproduction.Experiments.Any(experiment => experiment.RateGroups.Count > 0);
        var begun = reproduction.Runs.Count == 0 ? "runs of the search for rates, then those at the rates found"
            : $"{reproduction.Runs.Count} runs{(searches ? " and those of the search for rates" : "")}";
        var plan = $"{begun}, "
            + $"{reproduction.Seeds.Count} {(reproduction.Seeds.Count == 1 ? "seed" : "seeds")}, "
            + $"scale {options.Scale.ToString().ToLowerInvariant()}{(options.Dtype is { } dtype ? $", {dtype}" : "")} "
            + $"on {options.Device}, {environment.ParallelRuns} at a time, libtorch {environment.LibTorch}";
        AnsiConsole.MarkupLineInterpolated($"{plan}");
        var start = DateTime.Now - started;

        var clock = Stopwatch.StartNew();
        IReadOnlyList<RunResult> results;
        using (signals.Saving())
        {
            results = TrainingProgress.Show(reproduction, folder, signals.Token);
        }

        var training = clock.Elapsed;

        clock.Restart();
        var claims = reproduction.Judge(results);
        ReproductionReport.Write(folder, reproduction, results, claims, training);
        var report = clock.Elapsed;

        foreach (var sentence in PlainAnswers.Of(claims))
        {
            AnsiConsole.MarkupLineInterpolated($"• {sentence}");
        }

        AnsiConsole.Write(VerdictTable.Of(ClaimOrder.FailingFirst(claims)));
        foreach (var arm in results.Where(result => StepAdvice.Of(result) is not null)
            .GroupBy(result => (result.Configuration.Setting, result.Configuration.Arm)))
        {
            var runs = arm.Count() == 1 ? "1 run" : $"{arm.Count()} runs";
            AnsiConsole.MarkupLineInterpolated($"{arm.Key.Setting} {arm.Key.Arm}, {runs}: {StepAdvice.Of([.. arm])}");
        }

        AnsiConsole.MarkupLineInterpolated($"Report: {folder.At("report.html")}");
        AnsiConsole.MarkupLineInterpolated($"training: {training.TotalSeconds:0.0} s");
        AnsiConsole.MarkupLineInterpolated(
            $"start, figures and report together: {(start + report).TotalSeconds:0.0} s");
    }
}
