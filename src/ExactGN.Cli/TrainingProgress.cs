using System.Globalization;
using ExactGN.Experiments;
using Spectre.Console;

namespace ExactGN.Cli;

/// <summary>Live progress bars on a terminal; one plain line per run anywhere else.</summary>
internal static class TrainingProgress
{
    internal static IReadOnlyList<RunResult> Show(Reproduction reproduction, CancellationToken cancellation)
    {
        if (Console.IsOutputRedirected)
        {
            var (done, all) = (0, reproduction.Runs.Count);
            return reproduction.Train(result => Console.WriteLine($"[{++done}/{all}] {Describe(result)}"), cancellation);
        }

        return AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()).Start(context =>
        {
            var arms = reproduction.Runs.GroupBy(Arm).ToDictionary(group => group.Key, group => context.AddTask(group.Key, maxValue: group.Count()));
            return reproduction.Train(result => arms[Arm(result.Configuration)].Increment(1), cancellation);
        });
    }

    private static string Arm(RunConfiguration run) => $"{run.Setting} {run.Arm}";

    private static string Describe(RunResult result)
    {
        var (run, last) = (result.Configuration, result.Epochs[^1]);
        var end = result.Divergence is { } divergence
            ? $"diverged in epoch {divergence.Epoch}: {divergence.Reason}"
            : string.Create(CultureInfo.InvariantCulture, $"training loss {last.TrainLoss:g3}, test accuracy {100 * last.TestAccuracy:0.0} %");
        return string.Create(CultureInfo.InvariantCulture, $"{Arm(run)} seed {run.Seed}: {end} ({result.Seconds:0.0} s)");
    }
}
