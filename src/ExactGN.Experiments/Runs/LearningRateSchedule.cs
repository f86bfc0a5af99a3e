namespace ExactGN.Experiments.Runs;

/// <summary>How the learning rate goes on over a run of E epochs; s is the time in epochs, updates made
/// over updates per epoch.</summary>
/// <param name="Kind">The shape.</param>
/// <param name="HalvedAfter">τ of <see cref="ScheduleKind.Inverse"/> in epochs, positive; 0 for the others.</param>
public sealed record LearningRateSchedule(ScheduleKind Kind, double HalvedAfter = 0)
{
    /// <summary>η throughout.</summary>
    public static LearningRateSchedule Constant { get; } = new(ScheduleKind.Constant);

    /// <summary>η·½(1 + cos(πs/E)), which ends near 0.</summary>
    public static LearningRateSchedule Cosine { get; } = new(ScheduleKind.Cosine);

    /// <summary>η/(1 + s/τ), the steps of stochastic approximation: their sum diverges and that of their squares does
    /// not.</summary>
    /// <param name="halvedAfter">τ, the epochs after which the rate is half of its first value.</param>
    public static LearningRateSchedule Inverse(double halvedAfter) => new(ScheduleKind.Inverse, halvedAfter);

    /// <summary>Checks that τ is there where it belongs, and nowhere else.</summary>
    /// <exception cref="ArgumentException">It is not; the message gives the rule, then the value.</exception>
    internal void Require()
    {
        if (Kind == ScheduleKind.Inverse ? !(HalvedAfter > 0 && double.IsFinite(HalvedAfter)) : HalvedAfter != 0)
        {
            throw new ArgumentException(FormattableString.Invariant($"A 1/t schedule takes a positive finite number of epochs to half its rate, and the others none; got {HalvedAfter} for {Kind}."));
        }
    }

    /// <summary>What the learning rate is multiplied by.</summary>
    /// <param name="time">s, the time in epochs.</param>
    /// <param name="epochs">E.</param>
    public double Factor(double time, int epochs) => Kind switch
    {
        ScheduleKind.Cosine => 0.5 * (1 + Math.Cos(Math.PI * time / epochs)),
        ScheduleKind.Inverse => 1 / (1 + time / HalvedAfter),
        _ => 1,
    };
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
