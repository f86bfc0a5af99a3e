using System.Text.Json.Serialization;

namespace ExactGN.Experiments.Training;

/// <summary>What a worker process says, a line each: that it serves, how a run goes on, and how it has ended.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Serving), "serving")]
[JsonDerivedType(typeof(Noted), "noted")]
[JsonDerivedType(typeof(Trained), "trained")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(Failed), "failed")]
internal abstract record WorkerReply
{
    /// <summary>It takes orders; from now on it may have something to save.</summary>
    internal sealed record Serving : WorkerReply;

    /// <summary>Something happened on the way.</summary>
    /// <param name="Note">What, in one sentence.</param>
    internal sealed record Noted(string Note) : WorkerReply;

    /// <summary>An epoch is done.</summary>
    /// <param name="Epoch">Where the run stands.</param>
    internal sealed record Trained(EpochMetrics Epoch) : WorkerReply;

    /// <summary>The run has ended; the last line of it.</summary>
    /// <param name="Result">Its result.</param>
    internal sealed record Ended(RunResult Result) : WorkerReply;

    /// <summary>The run could not be carried out, or not to its end; the last line of it.</summary>
    /// <param name="Error">Why not, in one sentence.</param>
    /// <param name="Trouble">What kind of trouble that was.</param>
    internal sealed record Failed(string Error, WorkerTrouble Trouble = WorkerTrouble.Failure) : WorkerReply;
}
