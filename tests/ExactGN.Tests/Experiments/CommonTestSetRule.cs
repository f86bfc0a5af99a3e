namespace ExactGN.Tests;

/// <summary>The interval for seeds and samples together, under test.</summary>
public sealed record CommonTestSetRule(string Name, Func<IReadOnlyList<IReadOnlyList<double>>, ConfidenceInterval> Of)
    : UnderTest(Name)
{
    public static CommonTestSetRule Library { get; } =
        new("library", differences => CommonTestSetInterval.Of(differences));
}

/// <summary>Differences of two arms' answers on common samples: −1, 0 or 1.</summary>
public sealed record Answers(int Seeds, int Samples, double Share, int Seed)
{
    public double[][] Draw()
    {
        var random = new Random(Seed);
        double[] bySeed = [.. Enumerable.Range(0, Seeds).Select(_ => random.NextDouble())],
            bySample = [.. Enumerable.Range(0, Samples).Select(_ => random.NextDouble())];
        return [.. bySeed.Select(s => bySample.Select(i => random.NextDouble() > Share ? 0.0 : s + i > 1 ? 1 : -1)
            .ToArray())];
    }
}

/// <summary>d_si = a_s + b_i + e_si with normal effects of seeds, of samples and of both.</summary>
public sealed record CrossedEffects(int Seeds, int Samples, double OfSeeds, double OfSamples, double OfBoth, int Seed)
{
    public double[][] Draw(Random random)
    {
        double[] bySample = [.. Enumerable.Range(0, Samples).Select(_ => OfSamples * GaussianNumbers.Next(random))];
        return [.. Enumerable.Range(0, Seeds).Select(_ => OfSeeds * GaussianNumbers.Next(random))
            .Select(a => bySample.Select(b => a + b + OfBoth * GaussianNumbers.Next(random)).ToArray())];
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<CommonTestSetRule> CommonTestSetRules() =>
        Arb.From(Gen.Constant(CommonTestSetRule.Library));

    public static Arbitrary<Answers> AnswerRecipes() => Arb.From(
        from seeds in Gen.Choose(2, 12)
        from samples in Gen.Choose(2, 60)
        from share in Gen.Elements(0.1, 0.5, 1)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new Answers(seeds, samples, share, seed));

    public static Arbitrary<CrossedEffects> CrossedEffectRecipes() => Arb.From(
        from seeds in Gen.Elements(5, 10)
        from samples in Gen.Elements(20, 40)
        from effects in Gen.Elements((1.0, 0.0, 1.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (0.3, 1.0, 1.0),
            (0.5, 1.0, 0.0), (0.1, 1.0, 3.0))
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new CrossedEffects(seeds, samples, effects.Item1, effects.Item2, effects.Item3, seed));
}
