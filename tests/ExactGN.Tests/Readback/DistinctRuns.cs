using System.Text;

namespace ExactGN.Tests;

/// <summary>Runs whose every quantity differs: by arm, seed, epoch and metric, so that a number in the wrong place is
/// another number.</summary>
internal static class DistinctRuns
{
    /// <summary>A run with made-up rows: all of them, or so many where it diverged.</summary>
    /// <param name="run">What was run.</param>
    /// <param name="best">Where the validation loss is least, in η, by arm; anywhere when null.</param>
    /// <param name="rows">How many rows there are; all when null.</param>
    internal static RunResult Of(RunConfiguration run, IReadOnlyDictionary<Arm, double>? best = null,
        int? rows = null) => new(
        run,
        [.. Enumerable.Range(0, rows ?? run.Epochs + 1).Select(epoch => Row(run, epoch, best))],
        rows is { } reached ? new(reached, 7 * reached + 3, $"made up for {run.Arm}") : null,
        Seconds: 10 + 50 * Share(run, "seconds"),
        PeakMemoryMegabytes: 100 + 900 * Share(run, "memory"),
        Answers: rows is null ? TestAnswers.Of([.. Enumerable.Range(0, 60).Select(image => Share(run,
            $"image {image}") < 0.3 + 0.5 * Hash($"{run.Arm}"))]) : null);

    /// <summary>Such a row.</summary>
    internal static EpochMetrics Row(RunConfiguration run, int epoch, IReadOnlyDictionary<Arm,
        double>? best = null)
    {
        var rows = typeof(EpochMetrics).GetConstructors().Single(constructor => constructor.GetParameters()
            .Length > 10);
        return (EpochMetrics)rows.Invoke([.. rows.GetParameters().Select(parameter => parameter.Name switch
        {
            nameof(EpochMetrics.Epoch) => epoch,
            nameof(EpochMetrics.Updates) => (object)(7 * epoch),
            nameof(EpochMetrics.ValidationLoss) when best is not null => Value(run, epoch, "ValidationLoss")
                * (1 + 9 * Math.Abs(Math.Log10(run.LearningRate / best[run.Arm.AtOwnRate]))),
            var name => Value(run, epoch, name!),
        })]);
    }

    // Arms differ by more than seeds, seeds by more than epochs late in training.
    private static double Value(RunConfiguration run, int epoch, string metric)
    {
        var (level, rough) = (Hash($"{metric}|{run.Setting}|{run.Arm}"),
            Hash($"{metric}|{run.Setting}|{run.Arm}|{run.Seed}|{epoch}"));
        return metric switch
        {
            _ when metric.EndsWith("Accuracy", StringComparison.Ordinal) => (0.3 + 0.6 * level) * (0.8
                + 0.2 * rough) * (1 - Math.Pow(0.5, epoch + 1)),
            _ when metric.EndsWith("Loss", StringComparison.Ordinal) => 3 * (0.4 + level) * (0.7 + 0.6 * rough) / (1
                + 0.5 * epoch),
            nameof(EpochMetrics.RankKept) => 4 + 20 * level + 3 * rough,
            nameof(EpochMetrics.BatchCut) or nameof(EpochMetrics.HeldOutCut) => 2 + 30 * level + 5 * rough,
            // Some steps miss their target, of which the program warns.
            nameof(EpochMetrics.OutputDefect) => (run.Arm == "mn" ? 1 : 0) + 0.1 + 0.6 * level + 0.1 * rough,
            _ => 0.2 + 0.6 * level + 0.2 * rough,
        };
    }

    private static double Share(RunConfiguration run, string what) =>
        Hash($"{what}|{run.Setting}|{run.Arm}|{run.Seed}");

    // FNV-1a and a mix, from [0, 1): the same on every machine.
    private static double Hash(string text)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ b) * 1_099_511_628_211UL);
        }

        hash = unchecked((hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL);
        return ((hash ^ (hash >> 33)) >> 11) / (double)(1UL << 53);
    }
}
