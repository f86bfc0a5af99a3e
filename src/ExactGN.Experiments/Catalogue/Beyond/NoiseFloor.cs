using static ExactGN.Experiments.Catalogue.Beyond.BeyondArms;

namespace ExactGN.Experiments.Catalogue.Beyond;

/// <summary>BEY-5: noise floor, or overfitting?</summary>
internal static class NoiseFloor
{
    private const int Epochs = 64;

    internal static IEnumerable<Experiment> All(int? epochs)
    {
        var reversible = Digits("bey-5", new SquaredError(), 64, linear: false, Cut(epochs, Epochs));
        var (minimum, inverse, averageFrom) = (reversible.LeastNorm(), LearningRateSchedule.Inverse(8),
            reversible.Epochs / 2 + 1);
        RunConfiguration[] clean =
        [
            reversible,
            reversible with { Arm = "rev-inverse", Schedule = inverse },
            reversible with { Arm = "rev-averaged", AverageFrom = averageFrom },
            reversible with { Arm = "rev-decay-0.001", WeightDecay = 1e-3 },
            reversible with { Arm = "rev-decay-0.01", WeightDecay = 1e-2 },
            minimum,
            minimum with { Arm = "mn-inverse", Schedule = inverse },
            minimum with { Arm = "mn-averaged", AverageFrom = averageFrom },
            reversible.WithAdam(),
        ];
        RunConfiguration[] noisy =
        [
            .. from arm in (RunConfiguration[])[clean[0], clean[1], minimum, clean[^1]] select arm with { Arm = arm.Arm
            + "-noisy", LabelNoise = 0.2 },
        ];
        string[] cleanNames = [.. clean.Select(arm => arm.Arm)], noisyNames = [.. noisy.Select(arm => arm.Arm)];
        yield return new(
            "BEY-5",
            "The reversible step's floor is one of noise: with steps that shrink like 1/t its training loss "
                + "ends lower.",
            "Asked here",
            new("bey-5", "Noise floor and overfitting", "Digits, squared error, h = 64, no linear block, no "
                + "truncation, float64. Rates by validation loss on seeds of their own, without and with "
                + "redrawn labels apart.", [.. clean, .. noisy]),
            [
                .. Learning("reversible and Adam", "rev", "rev-inverse", "rev-averaged", "adam").Take(2),
                .. Learning("minimum norm and Adam", "mn", "mn-inverse", "mn-averaged", "adam").Take(2),
                .. Learning("a fifth of the labels redrawn", noisyNames).Take(2),
                new(Metric.NextBatchLoss) { Arms = ["rev", "mn", "adam"] },
                new(Metric.OwnBatchLoss) { Arms = ["rev", "mn", "adam"] },
            ],
            [new("training loss above that with 1/t", Metric.TrainLoss, Reading.Final, "rev", "rev-inverse",
                Comparison.LargerByFactor) { Test = LocationTest.Sign }])
        {
            RateGroups = [new(cleanNames), new(noisyNames)],
            AtOwnRates = false,
            Seeds = Twenty,
            Standing = Standing.Primary,
            Explored =
            [
                .. Compared("rev", "rev-inverse", LocationTest.Sign),
                .. Compared("rev", "rev-averaged", LocationTest.Sign),
                .. Compared("rev", "rev-decay-0.001", LocationTest.Sign),
                .. Compared("rev", "rev-decay-0.01", LocationTest.Sign),
                .. Compared("mn", "mn-inverse", LocationTest.Sign), .. Compared("mn", "mn-averaged", LocationTest.Sign),
                .. Compared("rev-inverse", "adam", LocationTest.Sign), .. Compared("mn", "adam", LocationTest.Sign),
                .. Compared("rev-noisy", "adam-noisy", LocationTest.Sign, "labels redrawn"),
                .. Compared("rev-inverse-noisy", "adam-noisy", LocationTest.Sign, "labels redrawn"),
                .. Compared("mn-noisy", "adam-noisy", LocationTest.Sign, "labels redrawn"),
                .. cleanNames.Concat(noisyNames).SelectMany(arm => BeyondArms.LateCourse(arm, LocationTest.Sign)),
                .. noisyNames.Concat(cleanNames).Select(arm => new Criterion(
                    $"{Arms.Label(arm)}: last epoch above the best validation epoch", Metric.TestLoss,
                        Reading.LastOverBest, arm, arm, Comparison.AtLeast, 0) { Test = LocationTest.Sign }),
            ],
        };
    }
}
