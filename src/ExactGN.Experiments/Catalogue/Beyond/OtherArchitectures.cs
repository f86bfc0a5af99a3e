using static ExactGN.Experiments.Catalogue.Beyond.BeyondArms;

namespace ExactGN.Experiments.Catalogue.Beyond;

/// <summary>BEY-8: is BEY-2's answer that of other reversible architectures too? A convolutional network and a mixer,
/// each where every half-coupling may have full row rank and where none can; the primary's place first.</summary>
internal static class OtherArchitectures
{
    private const int Epochs = 8;

    // The search's, for time.
    private const int SearchEpochs = 4;

    private static readonly RevConvNetOptions ConvNet = new()
    {
        ImageChannels = 1,
        ImageHeight = 8,
        ImageWidth = 8,
        Block = 4,
        Classes = 10,
    };

    private static readonly RevMixerOptions Mixer = new()
    {
        ImageChannels = 1,
        ImageHeight = 8,
        ImageWidth = 8,
        Block = 4,
        Classes = 10,
    };

    internal static IEnumerable<Experiment> All(int? epochs)
    {
        yield return Place("BEY-8", ConvNet, 256, epochs) with
        {
            Claim = "In a convolutional reversible network, too, exact Gauss-Newton of least norm generalises better "
                + "than Adam: cross-entropy, H = I, h = 256, no linear block.",
            Standing = Standing.Primary,
            Criteria = [new("test loss below Adam's", Metric.TestLoss, Reading.Final, MinimumNorm, Adam,
                Comparison.SmallerByFactor) { Test = LocationTest.Sign }],
        };
        yield return Place("BEY-8-mixer", Mixer, 256, epochs);
        yield return Place("BEY-8-h64", ConvNet, 64, epochs);
        yield return Place("BEY-8-mixer-h64", Mixer, 64, epochs);
    }

    private static Experiment Place(string id, ImageNetworkOptions network, int hidden, int? epochs)
    {
        var setting = id.ToLowerInvariant();
        var model = network with { Hidden = hidden };
        var run = Digits(setting, new SoftmaxCrossEntropy(), hidden, linear: false, Cut(epochs, Epochs)) with
        {
            Model = model,
        };
        var rows = new NetworkSize(model).RowsOf(run.BatchSize).Distinct().ToArray();
        var wide = rows.All(r => r <= hidden + 1);
        run = run with { Optimiser = Exact(wide ? new HalfSolver.Untruncated() : new HalfSolver.Truncated()) };
        RunConfiguration[] arms = [run, run.LeastNorm(), run.WithAdam()];
        return new(
            id,
            $"The reversible and the minimum-norm step beside Adam in a {Architectures.Title(model)}, h = {hidden}.",
            "Asked here",
            new(
                setting,
                Architectures.Title(model),
                $"Digits, float64. {string.Join(" and ", rows)} rows to {hidden + 1} columns: "
                    + (wide
                        ? "full row rank is possible in every half-coupling. No truncation. "
                        : "full row rank is possible in none. Half-couplings truncated as published. ")
                    + "Rates by validation loss on seeds of their own.",
                arms),
            [.. Learning("", Reversible, MinimumNorm, Adam)],
            [])
        {
            RateGroups = [new([Reversible, MinimumNorm, Adam]) { Epochs = Cut(epochs, SearchEpochs) }],
            AtOwnRates = false,
            Seeds = Ten,
            Standing = Standing.Exploration,
            Explored =
            [
                .. Compared(Reversible, MinimumNorm, LocationTest.Sign),
                .. Compared(MinimumNorm, Adam, LocationTest.Sign),
                .. Compared(Reversible, Adam, LocationTest.Sign),
            ],
        };
    }
}
