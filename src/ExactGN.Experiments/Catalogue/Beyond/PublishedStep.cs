using static ExactGN.Experiments.Catalogue.Beyond.BeyondArms;

namespace ExactGN.Experiments.Catalogue.Beyond;

/// <summary>BEY-1: does the published step generalise worse?</summary>
internal static class PublishedStep
{
    private static readonly Arm Published = new("gn");
    private static readonly Arm Sgd = new("sgd");

    internal static IEnumerable<Experiment> All(int? epochs)
    {
        yield return In("BEY-1", "bey-1", 64, epochs) with
        {
            Claim = "The published Gauss-Newton step generalises worse than Adam, both at rates chosen by "
                + "validation loss.",
            Standing = Standing.Primary,
            Criteria = [new("test loss above Adam's", Metric.TestLoss, Reading.Final, Published, Adam,
                Comparison.LargerByFactor)],
        };
        yield return In("BEY-1-h256", "bey-1-h256", 256, epochs);
    }

    private static Experiment In(string id, string setting, int hidden, int? epochs)
    {
        var gn = Digits(setting, new SoftmaxCrossEntropy(), hidden, linear: true, Cut(epochs, 64)) with
        {
            Arm = Published,
            LearningRate = 0.1,
            Optimiser = new GaussNewtonOptions(),
            Dtype = ScalarType.Float32,
        };
        var adam = gn.WithAdam(rate: 1e-3);
        return new(
            id,
            $"The published step beside Adam and SGD at n/h = {(hidden == 64 ? "½" : "⅛, as in the paper")}.",
            "Figure 2",
            new(setting, "The published step", "EXP-2's regime with the split drawn per seed: cross-entropy, H "
                + "= I, truncated as published, blocks summed. Rates by validation loss on seeds of their own.",
                [gn, gn.By(Sgd, new SgdOptions(), 0.1), adam]),
            [.. Learning("", Published, Sgd, Adam), new(Metric.OutputDefect) { Arms = [Published] }],
            [])
        {
            RateGroups = [new([Published, Sgd, Adam])],
            AtOwnRates = false,
            Seeds = Twenty,
            Standing = Standing.Exploration,
            Explored = [.. Compared(Published, Adam, LocationTest.T), .. Compared(Published, Sgd, LocationTest.T),
                .. BeyondArms.LateCourse(Published, LocationTest.T), .. BeyondArms.LateCourse(Adam, LocationTest.T)],
        };
    }
}
