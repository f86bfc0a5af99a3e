namespace ExactGN.Experiments.Store;

/// <summary>Where a run stands.</summary>
public enum RunStanding
{
    /// <summary>It has its result.</summary>
    Finished,

    /// <summary>It has its result, which is that it diverged.</summary>
    Diverged,

    /// <summary>A process is making it.</summary>
    Running,

    /// <summary>It was begun, and nobody is making it now.</summary>
    Interrupted,

    /// <summary>Nothing of it is there.</summary>
    NotBegun,
}
