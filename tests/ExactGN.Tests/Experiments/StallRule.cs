namespace ExactGN.Tests;

/// <summary>What is said of a training loss's later half, under test.</summary>
public sealed record StallRule(string Name, Func<IReadOnlyList<double>, (LateFalls Falls, LateCourse Course)> Of)
    : UnderTest(Name)
{
    public static StallRule Library { get; } = new(
        "library", losses => LateFalls.Of(losses) is var falls ? (falls, falls.Course) : default);
}

/// <summary>A rough curve with given F₁ and F₂: only the nine epochs that count are made for them, and each three of
/// these differ.</summary>
public sealed record RoughLoss(int Epochs, double First, double Second, int Seed)
{
    public double[] Draw()
    {
        var random = new Random(Seed);
        double[] losses = [.. Enumerable.Range(0, Epochs + 1).Select(_ => Math.Exp(3 * GaussianNumbers.Next(random)))];
        Place(Epochs / 4, First + Second);
        Place(Epochs / 2, Second);
        Place(Epochs, 0);
        return losses;

        // Three values with a given mean logarithm.
        void Place(int epoch, double mean)
        {
            double[] noise = GaussianNumbers.Standardised(random, 3);
            for (var back = 0; back < 3; back++)
            {
                losses[epoch - back] = Math.Exp(mean + 0.5 * noise[back]);
            }
        }
    }
}

/// <summary>a·(t + 1)^(−k) with its epochs counted from 1.</summary>
public sealed record PowerLaw(int Quarters, double Exponent, double Scale)
{
    // The loss at epoch 0, before any step, is no part of the law.
    public double[] Draw() => [.. Enumerable.Range(0, 4 * Quarters + 1)
        .Select(epoch => epoch == 0 ? 2 * Scale : Scale * Math.Pow(epoch, -Exponent))];
}

public static partial class Arbitraries
{
    public static Arbitrary<StallRule> StallRules() => Arb.From(Gen.Constant(StallRule.Library));

    public static Arbitrary<RoughLoss> RoughLosses() => Arb.From(
        from epochs in Gen.Choose(64, 200)
        from first in Gen.Elements(-0.5, 0.01, 0.1, 0.25, 1, 3)
        from second in Gen.Elements(-0.3, -0.01, 0.01, 0.06, 0.09, 0.1, 0.5, 1)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new RoughLoss(epochs, first, second, seed));

    public static Arbitrary<PowerLaw> PowerLaws() => Arb.From(
        from quarters in Gen.Choose(16, 100)
        from exponent in Gen.Elements(0.01, 0.1, 0.5, 1, 2)
        from scale in Gen.Elements(1e-3, 1.0, 20)
        select new PowerLaw(quarters, exponent, scale));
}
