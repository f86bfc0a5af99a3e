namespace ExactGN.Verification.Running;

/// <summary>How a law is judged.</summary>
public sealed record LawRunOptions
{
    /// <summary>Cases per law.</summary>
    public int Cases { get; init; } = 100;

    /// <summary>The seed of a run.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether a counterexample is made simpler.</summary>
    public bool Shrinks { get; init; } = true;
}
