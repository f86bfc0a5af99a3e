namespace ExactGN.Tests;

/// <summary>Choices of a run beside its optimiser and its rate.</summary>
public sealed record RunChoice(LearningRateSchedule Schedule, double Momentum, int AverageFrom, double OutputScale);

public static partial class Arbitraries
{
    public static Arbitrary<RunChoice> RunChoices() => Arb.From(
        from schedule in Gen.Elements(
            LearningRateSchedule.Cosine,
            LearningRateSchedule.Inverse(0.5),
            LearningRateSchedule.Inverse(2),
            LearningRateSchedule.Constant)
        from momentum in Gen.Elements(0, 0.5, 0.9)
        from averageFrom in Gen.Choose(1, 3)
        from scale in Gen.Elements(0.5, 3.0, 10.0)
        select new RunChoice(schedule, momentum, averageFrom, scale));
}
