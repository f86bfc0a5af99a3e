namespace ExactGN.Experiments.Runs;

/// <summary>Hears of a run while it goes on; the run's folder writes what it hears to disk.</summary>
public interface ITrainingObserver
{
    /// <summary>The run begins, or is taken up again from a checkpoint.</summary>
    /// <param name="rows">The epochs it has behind it; none at the beginning.</param>
    /// <param name="updates">The updates it has behind it.</param>
    /// <param name="configuration">What is run.</param>
    void OnStart(IReadOnlyList<EpochMetrics> rows, int updates, RunConfiguration configuration)
    {
    }

    /// <summary>An update was made.</summary>
    /// <param name="metrics">What it did.</param>
    void OnUpdate(UpdateMetrics metrics);

    /// <summary>An epoch ended.</summary>
    /// <param name="metrics">Where the run stands.</param>
    /// <param name="measurement">The network compared with its start; null where it was not.</param>
    void OnEpoch(EpochMetrics metrics, Measurement? measurement);
}
