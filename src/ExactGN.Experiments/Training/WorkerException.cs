namespace ExactGN.Experiments.Training;

/// <summary>A run could not be carried out, which is not the same as a run that diverged.</summary>
/// <param name="message">Why, in one sentence.</param>
/// <param name="inner">The error underneath, if any.</param>
/// <param name="trouble">What kind of trouble it was.</param>
public sealed class WorkerException(
    string message, Exception? inner = null, WorkerTrouble trouble = WorkerTrouble.Failure) : Exception(message, inner)
{
    /// <summary>What kind of trouble it was.</summary>
    public WorkerTrouble Trouble => trouble;
}

/// <summary>Why a run was not carried out.</summary>
public enum WorkerTrouble
{
    /// <summary>Something is wrong and wants mending.</summary>
    Failure,

    /// <summary>It was asked to end and has left a checkpoint.</summary>
    Interruption,

    /// <summary>Another process is making the run.</summary>
    Busy,
}
