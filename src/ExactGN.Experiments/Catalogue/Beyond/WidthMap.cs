using static ExactGN.Experiments.Catalogue.Beyond.BeyondArms;

namespace ExactGN.Experiments.Catalogue.Beyond;

/// <summary>BEY-3: where does it turn? Batch size and width, each by itself, after equal updates.</summary>
internal static class WidthMap
{
    // 512 updates each, 500 at n = 8: an epoch of 1,000 samples has 125, 32 and 8.
    private static readonly (int BatchSize, int Epochs)[] Batches = [(32, 16), (8, 4), (128, 64)];
    private static readonly int[] Widths = [64, 128, 256, 512];

    internal static IEnumerable<Experiment> All(int? epochs)
    {
        var cells = (from batch in Batches
                     from hidden in Widths
                     select (batch.BatchSize, Hidden: hidden,
            Epochs: Cut(epochs, batch.Epochs))).ToArray();
        RunConfiguration[] Arms((int BatchSize, int Hidden, int Epochs) cell)
        {
            var run = Digits("bey-3", new SquaredError(), cell.Hidden, linear: false,
                cell.Epochs) with
            { Arm = In(Reversible, cell.BatchSize, cell.Hidden), BatchSize = cell.BatchSize };
            return [run, run.LeastNorm(0.2)];
        }

        yield return new(
            "BEY-3",
            "Width heals the reversible step: at n = 32 its test loss lies further above the minimum-norm "
                + "step's at h = 64 than at h = 512.",
            "Asked here",
            new("bey-3", "Batch size and width", "Digits, squared error, no linear block, no truncation, "
                + "float64, 512 updates in every cell (500 at n = 8). Rates per cell by validation loss on "
                + "seeds of their own.",
                [.. cells.SelectMany(Arms)]),
            [.. from hidden in Widths from panel in Learning($"n = 32, h = {hidden}", In(Reversible, 32, hidden),
                In(MinimumNorm, 32, hidden)).Take(2) select panel],
            [
                new GapChange(
                    "the reversible step's test loss lies further above the minimum-norm step's at h = 64 than "
                        + "at h = 512", Metric.TestLoss, Reading.Final,
                    (In(Reversible, 32, 64), In(MinimumNorm, 32, 64)),
                        (In(Reversible, 32, 512), In(MinimumNorm, 32, 512))),
            ])
        {
            RateGroups = [.. cells.Select(cell => new RateGroup([.. Arms(cell).Select(arm => arm.Arm)]))],
            AtOwnRates = false,
            Seeds = Five,
            Standing = Standing.Primary,
            Map = new([.. cells.Select(cell => new RegimeMap.Cell(cell.BatchSize, cell.Hidden,
                In(Reversible, cell.BatchSize, cell.Hidden), In(MinimumNorm, cell.BatchSize, cell.Hidden)))]),
            Explored =
            [
                .. from cell in cells
                   let reversible = In(Reversible, cell.BatchSize, cell.Hidden)
                   let minimum = In(MinimumNorm, cell.BatchSize, cell.Hidden)
                   let at = $"n = {cell.BatchSize}, h = {cell.Hidden}"
                   from criterion in (Criterion[])
                   [
                       new($"{at}: reversible against min. norm", Metric.TestLoss, Reading.Final, reversible, minimum,
                           Comparison.LargerByFactor),
                       new($"{at}: reversible against min. norm", Metric.TestAccuracy, Reading.Final, reversible,
                           minimum, Comparison.Higher),
                       new($"{at}: reversible against min. norm", Metric.TrainLoss, Reading.Final, reversible, minimum,
                           Comparison.LargerByFactor),
                       new($"{at}: reversible", Metric.TrainLoss, Reading.FallSince(cell.Epochs / 2), reversible,
                           reversible, Comparison.AtLeast, 0),
                   ]
                   select criterion,
            ],
        };
    }

    private static Arm In(Arm arm, int batch, int hidden) => arm.With("n", batch).With("h", hidden);
}
