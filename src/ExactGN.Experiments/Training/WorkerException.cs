namespace ExactGN.Experiments;

/// <summary>A run could not be carried out, which is not the same as a run that diverged.</summary>
/// <param name="message">Why, in one sentence.</param>
/// <param name="inner">The error underneath, if any.</param>
public sealed class WorkerException(string message, Exception? inner = null) : Exception(message, inner);
