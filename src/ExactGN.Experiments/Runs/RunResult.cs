namespace ExactGN.Experiments.Runs;

/// <summary>Why and where a run stopped being a number.</summary>
/// <param name="Epoch">The epoch it happened in.</param>
/// <param name="Update">The update it happened at.</param>
/// <param name="Reason">One sentence.</param>
public sealed record Divergence(int Epoch, int Update, string Reason);

/// <summary>A run that came to its end, which may be divergence: that is a result too.</summary>
/// <param name="Configuration">What was run.</param>
/// <param name="Epochs">One row per epoch, from 0; fewer than configured when it diverged.</param>
/// <param name="Divergence">Where it diverged; null when it did not.</param>
/// <param name="Seconds">The time it took.</param>
/// <param name="PeakMemoryMegabytes">The largest working set that its process has had so far;
/// null when it is not known.</param>
/// <param name="Answers">Which test samples the network classified correctly after the last epoch; null where seeds
/// have test parts of their own, of a run that diverged, and of runs made before this was recorded.</param>
public sealed record RunResult(
    RunConfiguration Configuration, IReadOnlyList<EpochMetrics> Epochs, Divergence? Divergence, double Seconds,
    double? PeakMemoryMegabytes = null, TestAnswers? Answers = null)
{
    /// <summary>The steps' defect ‖JΔ − κε‖/‖κε‖ in f, mean over the epochs; null where no epoch has one.</summary>
    public double? OutputDefect => Epochs.Average(row => row.OutputDefect);
}
