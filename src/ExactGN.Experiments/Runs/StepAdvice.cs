namespace ExactGN.Experiments.Runs;

/// <summary>What a run's steps missed, and which setting helps.</summary>
public static class StepAdvice
{
    /// <summary>The output defect above which a step leaves the outputs further from its target than no step
    /// would.</summary>
    public const double Bound = 1;

    /// <summary>One or two sentences where the steps' output defect exceeds 1, in the mean over the epochs or in one of
    /// them; null otherwise.</summary>
    /// <param name="result">The run.</param>
    public static string? Of(RunResult result) => Of([result]);

    /// <summary>The same of several runs of one arm: the mean is one over the runs.</summary>
    /// <param name="results">The runs.</param>
    public static string? Of(IReadOnlyList<RunResult> results)
    {
        double[] epochs = [.. results.SelectMany(run => run.Epochs).Select(row => row.OutputDefect).OfType<double>()];
        return results.Average(run => run.OutputDefect) is > Bound and var mean
            ? Text(FormattableString.Invariant($"{mean:0.00} on average"))
            : epochs.Count(defect => defect > Bound) is > 0 and var beyond
                ? Text(FormattableString.Invariant(
                    $"{epochs.Max():0.00} at its largest and above {Bound} in {beyond} of {epochs.Length} epochs"))
                : null;

        string Text(string found) => $"The steps missed their target: their output defect was {found}, and "
            + FormattableString.Invariant($"above {Bound} a step leaves f further from it than no step would. ")
            + Remedy(results[0].Configuration);
    }

    private static string Remedy(RunConfiguration run)
    {
        var size = new NetworkSize(run.Model);
        var (n, carried, columns) = (Math.Min(run.BatchSize, run.TrainSamples), size.Inputs + 1, size.Columns);
        var rows = n * size.RowsPerSample;
        var batch = rows == n ? $"A batch of {n} exceeds" : $"The {rows} rows of a batch of {n} exceed";
        var solver = (run.Optimiser as GaussNewtonOptions)?.RightInverse.HalfSolver;
        return (solver is HalfSolver.Perturbed noisy ? noisy.Inner : solver) switch
        {
            HalfSolver.Untruncated or HalfSolver.Truncated { Rtol: < 1e-2 } =>
                "Cutting singular values below a hundredth of the largest (rtol 0.01) helps.",
            _ when run.Model.LinearInputBlock && rows > carried && carried >= size.RowsPerSample =>
                $"{batch} the rank of the linear input block, {carried}: "
                + $"batches of at most {carried / size.RowsPerSample} help.",
            _ when rows > columns && columns >= size.RowsPerSample =>
                $"{batch} the {columns} columns of a half-coupling's features: "
                + $"batches of at most {columns / size.RowsPerSample} help, or more hidden units.",
            _ => "A smaller batch or more hidden units help, or the step of minimum norm.",
        };
    }
}
