namespace ExactGN.Verification.Running;

/// <summary>How a law is judged.</summary>
public sealed record LawRunOptions
{
    /// <summary>Cases per law.</summary>
    public int Cases { get; init; } = 100;

    /// <summary>The seed of a run.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>(seed,gamma,size) of the one case to judge, or (seed,gamma) of a run, as a red message prints it; null
    /// for the run of <see cref="Seed"/>.</summary>
    public string? Replay { get; init; }

    /// <summary>Whether a counterexample is made simpler.</summary>
    public bool Shrinks { get; init; } = true;
}
