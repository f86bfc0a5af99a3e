namespace ExactGN.Experiments;

/// <summary>How the learning rate goes on over a run of E epochs; s is the time in epochs, updates made over updates per epoch.</summary>
/// <param name="Kind">The shape.</param>
/// <param name="HalvedAfter">τ of <see cref="ScheduleKind.Inverse"/> in epochs; 0 for the others.</param>
public sealed record LearningRateSchedule(ScheduleKind Kind, double HalvedAfter = 0)
{
    /// <summary>η throughout.</summary>
    public static LearningRateSchedule Constant { get; } = new(ScheduleKind.Constant);

    /// <summary>η·½(1 + cos(πs/E)), which ends near 0.</summary>
    public static LearningRateSchedule Cosine { get; } = new(ScheduleKind.Cosine);

    /// <summary>η/(1 + s/τ), the steps of stochastic approximation: their sum diverges and that of their squares does not.</summary>
    /// <param name="halvedAfter">τ, the epochs after which the rate is half of its first value.</param>
    public static LearningRateSchedule Inverse(double halvedAfter) => new(ScheduleKind.Inverse, halvedAfter);
}

/// <summary>The shapes of a schedule.</summary>
public enum ScheduleKind
{
    /// <summary>One rate.</summary>
    Constant,

    /// <summary>Cosine decay to 0.</summary>
    Cosine,

    /// <summary>1/t.</summary>
    Inverse,
}
