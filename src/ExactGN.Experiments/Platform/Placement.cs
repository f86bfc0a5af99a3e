namespace ExactGN.Experiments.Platform;

/// <summary>Where a run is computed. That decides how its sums round and nothing else about it, so it is no part of
/// what is run; a run that was begun on one placement goes on there alone.</summary>
/// <param name="Device">"cpu" or "cuda".</param>
/// <param name="Threads">libtorch's threads.</param>
public sealed record Placement(string Device, int Threads)
{
    /// <summary>For readers: "cpu with 2 threads".</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Device} with {Threads} {(Threads == 1 ? "thread" : "threads")}");
}
