using System.Globalization;
using ExactGN.Experiments;
using Spectre.Console;

namespace ExactGN.Cli;

/// <summary>Live progress bars on a terminal, one per run under way with loss, accuracy and defect, and one for all with the time left; one plain line per run anywhere else.</summary>
internal static class TrainingProgress
{
    internal static IReadOnlyList<RunResult> Show(Reproduction reproduction, OutputFolder folder, CancellationToken cancellation)
    {
        var all = reproduction.Runs;
        if (Console.IsOutputRedirected)
        {
            return reproduction.Train(folder, new PlainLines(all.Count), cancellation);
        }

        return AnsiConsole.Progress().HideCompleted(true).AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
            .Start(context => reproduction.Train(folder, new Bars(context, all), cancellation));
    }

    internal static string Describe(RunResult result)
    {
        var run = result.Configuration;
        var end = result.Divergence is { } divergence
            ? $"diverged in epoch {divergence.Epoch}: {divergence.Reason}"
            : Standing(result.Epochs[^1]);
        return string.Create(CultureInfo.InvariantCulture, $"{Name(run)} seed {run.Seed}: {end} ({result.Seconds:0.0} s)");
    }

    private static string Standing(EpochMetrics row) => string.Create(CultureInfo.InvariantCulture,
        $"training loss {row.TrainLoss:g3}{(row.TestAccuracy is { } accuracy ? $", test accuracy {100 * accuracy:0.0} %" : "")}{(row.OutputDefect is { } defect ? $", last defect {defect:0.00}" : "")}");

    private static string Name(RunConfiguration run) => $"{run.Setting} {run.Arm}";

    private sealed class PlainLines(int all) : IReproductionProgress
    {
        private int _all = all;
        private int _done;

        public void OnMore(IReadOnlyList<RunConfiguration> runs) => _all += runs.Count;

        public void OnEpoch(RunConfiguration run, EpochMetrics epoch)
        {
        }

        public void OnNote(RunConfiguration run, string note) => Console.Error.WriteLine($"exactgn: {note}");

        public void OnEnd(RunResult result) => Console.WriteLine($"[{++_done}/{_all}] {Describe(result)}");
    }

    private sealed class Bars(ProgressContext context, IReadOnlyList<RunConfiguration> all) : IReproductionProgress
    {
        private readonly ProgressTask _whole = context.AddTask("all epochs", maxValue: all.Sum(run => (double)run.Epochs));
        private readonly Dictionary<string, ProgressTask> _runs = [];

        public void OnMore(IReadOnlyList<RunConfiguration> runs) => _whole.MaxValue += runs.Sum(run => (double)run.Epochs);

        public void OnEpoch(RunConfiguration run, EpochMetrics epoch)
        {
            if (!_runs.TryGetValue(run.FolderName, out var task))
            {
                _runs[run.FolderName] = task = context.AddTaskBefore(Name(run), new() { MaxValue = run.Epochs }, _whole);
            }

            task.Description = Markup.Escape($"{Name(run)} seed {run.Seed}: {Standing(epoch)}");
            _whole.Increment(epoch.Epoch - task.Value);
            task.Value = epoch.Epoch;
        }

        public void OnNote(RunConfiguration run, string note) => AnsiConsole.MarkupLineInterpolated($"[yellow]{note}[/]");

        public void OnEnd(RunResult result)
        {
            var reached = _runs.Remove(result.Configuration.FolderName, out var task) ? task.Value : 0;
            _whole.Increment(result.Configuration.Epochs - reached);
            task?.StopTask();
        }
    }
}
