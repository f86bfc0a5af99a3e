using System.Globalization;
using Spectre.Console;

namespace ExactGN.Cli.Shared;

/// <summary>Live progress bars on a terminal, one per run under way with loss, accuracy and defect, and one for all
/// with the time left; one plain line per run, with the time left, anywhere else.</summary>
internal static class TrainingProgress
{
    internal static IReadOnlyList<RunResult> Show(
        Reproduction reproduction, OutputFolder folder, CancellationToken cancellation)
    {
        var all = reproduction.Runs;
        // What is finished takes no time, as it is not made again.
        var time = new RemainingTime(Open(all), reproduction.Environment.ParallelRuns, TimeProvider.System);
        if (Console.IsOutputRedirected)
        {
            return reproduction.Train(folder, new PlainLines(all.Count, time, Open), cancellation);
        }

        var column = new TimeLeftColumn(time);
        return AnsiConsole.Progress().HideCompleted(true).AutoClear(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new ElapsedTimeColumn(),
                column)
            .Start(context => reproduction.Train(folder, new Bars(context, all, column, Open), cancellation));

        IEnumerable<RunConfiguration> Open(IEnumerable<RunConfiguration> runs) =>
            runs.Where(run => !folder.HasFinished(run));
    }

    internal static string Describe(RunResult result)
    {
        var run = result.Configuration;
        var end = result.Divergence is { } divergence
            ? $"diverged in epoch {divergence.Epoch}: {divergence.Reason}"
            : Standing(result.Epochs[^1]);
        return string.Create(
            CultureInfo.InvariantCulture, $"{Name(run)} seed {run.Seed}: {end} ({result.Seconds:0.0} s)");
    }

    private static string Standing(EpochMetrics row) => string.Create(CultureInfo.InvariantCulture,
        $"training loss {row.TrainLoss:g3}{(row.TestAccuracy is { } accuracy ? $", test accuracy {100 * accuracy:0.0} %" : "")}{(row.OutputDefect is { } defect ? $", last defect {defect:0.00}" : "")}");

    private static string Name(RunConfiguration run) => $"{run.Setting} {run.Arm}";

    private static string Text(TimeSpan left) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalHours}:{left:mm\\:ss}");

    // Runs, as far as they are not finished.
    private delegate IEnumerable<RunConfiguration> OpenRuns(IEnumerable<RunConfiguration> runs);

    private sealed class PlainLines(int all, RemainingTime time, OpenRuns open) : IReproductionProgress
    {
        private int _all = all;
        private int _done;

        public void OnMore(IReadOnlyList<RunConfiguration> runs)
        {
            _all += runs.Count;
            time.Add(open(runs));
        }

        public void OnEpoch(RunConfiguration run, EpochMetrics epoch) => time.Reach(run, epoch.Epoch);

        public void OnNote(RunConfiguration run, string note) => Console.Error.WriteLine($"exactgn: {note}");

        public void OnEnd(RunResult result)
        {
            time.End(result);
            Console.WriteLine(
                $"[{++_done}/{_all}] "
                + $"{Describe(result)}{(time.Left is { TotalSeconds: >= 1 } left ? $", {Text(left)} left" : "")}");
        }
    }

    /// <summary>The time left of all runs; of one alone it would say little.</summary>
    private sealed class TimeLeftColumn(RemainingTime time) : ProgressColumn
    {
        private readonly Lock _lock = new();

        public ProgressTask? Whole { get; set; }

        /// <summary>Tells of something while nobody draws.</summary>
        public void Tell(Action<RemainingTime> what)
        {
            lock (_lock)
            {
                what(time);
            }
        }

        public override Spectre.Console.Rendering.IRenderable Render(
            Spectre.Console.Rendering.RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            lock (_lock)
            {
                return new Text(
                    task != Whole ? "" : time.Left is { } left ? $"{TrainingProgress.Text(left)} left" : "--:--",
                    new Style(foreground: Color.Blue));
            }
        }
    }

    private sealed class Bars : IReproductionProgress
    {
        private readonly ProgressContext _context;
        private readonly TimeLeftColumn _time;
        private readonly ProgressTask _whole;
        private readonly OpenRuns _open;
        private readonly Dictionary<string, ProgressTask> _runs = [];

        internal Bars(ProgressContext context, IReadOnlyList<RunConfiguration> all, TimeLeftColumn time, OpenRuns open)
        {
            (_context, _time, _open) = (context, time, open);
            _whole = context.AddTask("all epochs", maxValue: all.Sum(run => (double)run.Epochs));
            time.Whole = _whole;
        }

        public void OnMore(IReadOnlyList<RunConfiguration> runs)
        {
            _whole.MaxValue += runs.Sum(run => (double)run.Epochs);
            RunConfiguration[] left = [.. _open(runs)];
            _time.Tell(time => time.Add(left));
        }

        public void OnEpoch(RunConfiguration run, EpochMetrics epoch)
        {
            if (!_runs.TryGetValue(run.FolderName, out var task))
            {
                _runs[run.FolderName] = task = _context.AddTaskBefore(
                    Name(run), new() { MaxValue = run.Epochs }, _whole);
            }

            task.Description = Markup.Escape($"{Name(run)} seed {run.Seed}: {Standing(epoch)}");
            _whole.Increment(epoch.Epoch - task.Value);
            task.Value = epoch.Epoch;
            _time.Tell(time => time.Reach(run, epoch.Epoch));
        }

        public void OnNote(RunConfiguration run, string note) =>
            AnsiConsole.MarkupLineInterpolated($"[yellow]{note}[/]");

        public void OnEnd(RunResult result)
        {
            var reached = _runs.Remove(result.Configuration.FolderName, out var task) ? task.Value : 0;
            _whole.Increment(result.Configuration.Epochs - reached);
            task?.StopTask();
            _time.Tell(time => time.End(result));
        }
    }
}
