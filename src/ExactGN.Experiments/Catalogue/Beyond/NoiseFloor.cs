using static ExactGN.Experiments.Catalogue.Beyond.BeyondArms;

namespace ExactGN.Experiments.Catalogue.Beyond;

/// <summary>BEY-5: noise floor, or overfitting?</summary>
internal static class NoiseFloor
{
    private const int Epochs = 64;
    private static readonly Arm Shrinking = Reversible.With("inverse");
    private static readonly Arm Averaged = Reversible.With("averaged");
    private static readonly Arm ShrinkingMinimum = MinimumNorm.With("inverse");
    private static readonly Arm AveragedMinimum = MinimumNorm.With("averaged");

    internal static IEnumerable<Experiment> All(int? epochs)
    {
        var reversible = Digits("bey-5", new SquaredError(), 64, linear: false, Cut(epochs, Epochs));
        var (minimum, inverse, averageFrom) = (reversible.LeastNorm(), LearningRateSchedule.Inverse(8),
            reversible.Epochs / 2 + 1);
        RunConfiguration[] clean =
        [
            reversible,
            reversible with { Arm = Shrinking, Schedule = inverse },
            reversible with { Arm = Averaged, AverageFrom = averageFrom },
            reversible with { Arm = Decayed(1e-3), WeightDecay = 1e-3 },
            reversible with { Arm = Decayed(1e-2), WeightDecay = 1e-2 },
            minimum,
            minimum with { Arm = ShrinkingMinimum, Schedule = inverse },
            minimum with { Arm = AveragedMinimum, AverageFrom = averageFrom },
            reversible.WithAdam(),
        ];
        RunConfiguration[] noisy =
        [
            .. from arm in (RunConfiguration[])[clean[0], clean[1], minimum, clean[^1]]
               select arm with { Arm = Noisy(arm.Arm), LabelNoise = 0.2 },
        ];
        Arm[] cleanNames = [.. clean.Select(arm => arm.Arm)], noisyNames = [.. noisy.Select(arm => arm.Arm)];
        yield return new(
            "BEY-5",
            "The reversible step's floor is one of noise: with steps that shrink like 1/t its training loss "
                + "ends lower.",
            "Asked here",
            new("bey-5", "Noise floor and overfitting", "Digits, squared error, h = 64, no linear block, no "
                + "truncation, float64. Rates by validation loss on seeds of their own, without and with "
                + "redrawn labels apart.", [.. clean, .. noisy]),
            [
                .. Learning("reversible and Adam", Reversible, Shrinking, Averaged, Adam).Take(2),
                .. Learning("minimum norm and Adam", MinimumNorm, ShrinkingMinimum, AveragedMinimum, Adam).Take(2),
                .. Learning("a fifth of the labels redrawn", noisyNames).Take(2),
                new(Metric.NextBatchLoss) { Arms = [Reversible, MinimumNorm, Adam] },
                new(Metric.OwnBatchLoss) { Arms = [Reversible, MinimumNorm, Adam] },
            ],
            [new("training loss above that with 1/t", Metric.TrainLoss, Reading.Final, Reversible, Shrinking,
                Comparison.LargerByFactor) { Test = LocationTest.Sign }])
        {
            RateGroups = [new(cleanNames), new(noisyNames)],
            AtOwnRates = false,
            Seeds = Twenty,
            Standing = Standing.Primary,
            Explored =
            [
                .. Compared(Reversible, Shrinking, LocationTest.Sign),
                .. Compared(Reversible, Averaged, LocationTest.Sign),
                .. Compared(Reversible, Decayed(1e-3), LocationTest.Sign),
                .. Compared(Reversible, Decayed(1e-2), LocationTest.Sign),
                .. Compared(MinimumNorm, ShrinkingMinimum, LocationTest.Sign),
                .. Compared(MinimumNorm, AveragedMinimum, LocationTest.Sign),
                .. Compared(Shrinking, Adam, LocationTest.Sign), .. Compared(MinimumNorm, Adam, LocationTest.Sign),
                .. Compared(Noisy(Reversible), Noisy(Adam), LocationTest.Sign, "labels redrawn"),
                .. Compared(Noisy(Shrinking), Noisy(Adam), LocationTest.Sign, "labels redrawn"),
                .. Compared(Noisy(MinimumNorm), Noisy(Adam), LocationTest.Sign, "labels redrawn"),
                .. cleanNames.Concat(noisyNames).SelectMany(arm => BeyondArms.LateCourse(arm, LocationTest.Sign)),
                .. noisyNames.Concat(cleanNames).Select(arm => new Criterion(
                    $"{Arms.Label(arm)}: last epoch above the best validation epoch", Metric.TestLoss,
                        Reading.LastOverBest, arm, arm, Comparison.AtLeast, 0) { Test = LocationTest.Sign }),
            ],
        };
    }

    private static Arm Decayed(double decay) => Reversible.With("decay", decay);

    private static Arm Noisy(Arm arm) => arm.With("noisy");
}
