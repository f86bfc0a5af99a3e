using System.Globalization;

namespace ExactGN.Experiments.Sweeps;

/// <summary>Which runs of a plan one process is to make.</summary>
public static class SweepPart
{
    /// <summary>The variables that tell a task of an array its index: Slurm's and Kubernetes'.</summary>
    public static IReadOnlyList<string> Variables { get; } = ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX"];

    /// <summary>The runs of an index or a shard that was asked for, else of the index that the environment
    /// gives.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="index">An index, if it was asked for.</param>
    /// <param name="shard">A shard, if it was asked for.</param>
    /// <param name="variable">The environment.</param>
    /// <exception cref="ArgumentException">Both or none are asked for, or the plan has no such run.</exception>
    /// <exception cref="FormatException">What is asked for is none.</exception>
    public static IReadOnlyList<SweepRun> Of(SweepPlan plan, int? index, string? shard, Func<string, string?> variable)
    {
        if (index is not null && shard is not null)
        {
            throw new ArgumentException(
                $"A process makes the runs of --index or those of --shard, got both: {index} and {shard}.");
        }

        if (shard is not null)
        {
            return SweepShard.Parse(shard).Part(plan);
        }

        if (index is { } asked)
        {
            return [plan.At(asked, "--index")];
        }

        var given = Variables.FirstOrDefault(name => !string.IsNullOrEmpty(variable(name)))
            ?? throw new ArgumentException(
                $"Which run to make is said by --index, --shard or a variable {string.Join(" or ", Variables)}, "
                + "and none of them is there.");
        return int.TryParse(variable(given), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? [plan.At(number, given)]
            : throw new FormatException($"{given} takes the index of a run, got '{variable(given)}'.");
    }
}
