namespace ExactGN.Tests;

/// <summary>The readings beside the last epoch's, under test.</summary>
public sealed record CurveReader(string Name, Func<double, Reading> AtTrainLoss, Func<double, Reading> EpochsTo,
    Reading AtBestValidation) : UnderTest(Name)
{
    public static CurveReader Library { get; } = new(
        "library", Reading.AtTrainLoss, Reading.EpochsTo, Reading.AtBest(Metric.ValidationLoss));
}

/// <summary>
/// A run whose training loss is ℓ₀e^(−re) until it has come below the level for good measure, and rough after; its test
/// loss is c·ℓ^p, its test accuracy linear in ln ℓ, and its kernel, c·ℓ^p too, is measured every few
/// epochs. The validation loss is least at one epoch, at which the test part was evaluated.
/// </summary>
public sealed record FallingRun(int Epochs, double Rate, double Level, double Power, int Every, int Seed)
{
    public const double Start = 2.3;

    /// <summary>ln(ℓ₀/level)/r.</summary>
    public double Crossing => Math.Log(Start / Level) / Rate;

    /// <summary>Where the validation loss is least.</summary>
    public int BestEpoch => Every * (1 + Seed % (Epochs / Every - 1));

    public RunResult Run()
    {
        var random = new Random(Seed);
        // The kernel's next measurement after the crossing still lies on the law.
        var smooth = Every * (int)Math.Ceiling(Crossing / Every);
        return SyntheticCurves.Run("gn", 1, [.. Enumerable.Range(0, Epochs + 1)
            .Select(epoch => Row(epoch, epoch <= smooth ? Start * Math.Exp(-Rate * epoch)
            : Level * Math.Exp(3 * GaussianNumbers.Next(random)), random))]);
    }

    private EpochMetrics Row(int epoch, double loss, Random random) => new(
        epoch, epoch, loss, 0.5, 3 * Math.Pow(loss, Power), 0.8 - 0.02 * Math.Log(loss),
        KernelRate: epoch % Every == 0 ? 3 * Math.Pow(loss, Power) : null,
        ValidationLoss: epoch == BestEpoch ? 0.5 : 0.6 + random.NextDouble());
}

public static partial class Arbitraries
{
    public static Arbitrary<CurveReader> CurveReaders() => Arb.From(Gen.Constant(CurveReader.Library));

    public static Arbitrary<FallingRun> FallingRuns() => Arb.From(
        from rate in Gen.Elements(0.07, 0.2, 0.9)
        from level in Gen.Elements(0.3, 0.1, 0.03)
        from power in Gen.Elements(0.5, 1, -0.3)
        from every in Gen.Choose(1, 5)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new FallingRun(90, rate, level, power, every, seed));
}
