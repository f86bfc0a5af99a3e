using System.Globalization;
using static ExactGN.Experiments.Catalogue.Beyond.BeyondArms;

namespace ExactGN.Experiments.Catalogue.Beyond;

/// <summary>BEY-6: does it carry over to MNIST?</summary>
internal static class OnMnist
{
    internal static IEnumerable<Experiment> All(int? epochs)
    {
        yield return At("BEY-6", 1024, epochs) with
        {
            Claim = "On MNIST at n/h = ⅛ exact Gauss-Newton of least norm generalises better than Adam.",
            Standing = Standing.Primary,
            Criteria = [new("test loss below Adam's", Metric.TestLoss, Reading.Final, MinimumNorm, Adam,
                Comparison.SmallerByFactor) { Test = LocationTest.Sign }],
        };
        yield return At("BEY-6-h256", 256, epochs);
    }

    private static Experiment At(string id, int hidden, int? epochs)
    {
        var setting = id.ToLowerInvariant();
        var run = Digits(setting, new SoftmaxCrossEntropy(), hidden, linear: false, Cut(epochs, 12)) with
        {
            Data = "mnist",
            BatchSize = 128,
            TrainSamples = 10_000,
            Split = Split.Drawn(5000),
            Measures = new(Every: 2, KernelSamples: 32, HeldOutSamples: 32),
            Model = new RevMlpOptions
            {
                Features = 784,
                Hidden = hidden,
                Classes = 10,
                Blocks = 2,
                LinearInputBlock = false,
            },
        };
        Arm[] arms = [Reversible, MinimumNorm, Adam];
        return new(
            id,
            string.Create(CultureInfo.InvariantCulture, $"MNIST: the reversible and the minimum-norm step "
                + $"beside Adam, h = {hidden}."),
            "Asked here",
            new(setting, "MNIST", "MNIST, subset and validation part drawn per seed, cross-entropy, H = I, no "
                + "linear block, no truncation, float64. Rates by validation loss after 4 epochs, on seeds of "
                + "their own.",
                [run, run.LeastNorm(), run.WithAdam(rate: 1e-3)]),
            [
                .. Learning("", arms), new(Metric.KernelDrift) { Arms = arms },
                new(Metric.LinearisationGap) { Arms = arms }, new(Metric.DebiasedCkaLeast) { Arms = arms },
                new(Metric.MinimumNormRatio) { Arms = [Reversible, MinimumNorm] },
            ],
            [])
        {
            RateGroups = [new(arms) { Epochs = Cut(epochs, 4) }],
            AtOwnRates = false,
            Seeds = Ten,
            Standing = Standing.Exploration,
            Explored =
            [
                .. Compared(MinimumNorm, Adam, LocationTest.Sign), .. Compared(Reversible, Adam, LocationTest.Sign),
                .. Compared(Reversible, MinimumNorm, LocationTest.Sign),
                .. from step in (Arm[])[Reversible, MinimumNorm] from criterion in Laziness.Moved(step, Adam,
                LocationTest.Sign) select criterion,
            ],
        };
    }
}
