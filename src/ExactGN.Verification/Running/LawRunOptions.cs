namespace ExactGN.Verification.Running;

/// <summary>How a law is judged.</summary>
public sealed record LawRunOptions
{
    /// <summary>The most cases per law.</summary>
    public const int MostCases = 100_000;

    /// <summary>Cases per law, 1 to <see cref="MostCases"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer or more.</exception>
    public int Cases
    {
        get;
        init => field = value is >= 1 and <= MostCases
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Cases), value, FormattableString.Invariant($"A law takes 1 to {MostCases} cases, got {value}."));
    } = 100;

    /// <summary>The seed of a run, not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Seed
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Seed), value, FormattableString.Invariant($"A seed must not be negative, got {value}."));
    } = 1;

    /// <summary>(seed,gamma,size) of the one case to judge, or (seed,gamma) of a run, as a red message prints it; null
    /// for the run of <see cref="Seed"/>.</summary>
    public string? Replay { get; init; }

    /// <summary>Whether a counterexample is made simpler.</summary>
    public bool Shrinks { get; init; } = true;
}
