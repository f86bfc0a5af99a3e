using System.Globalization;
using static ExactGN.Experiments.Catalogue.Beyond.BeyondArms;

namespace ExactGN.Experiments.Catalogue.Beyond;

/// <summary>BEY-7: is it lazy? Output scales from where nobody is to where everybody is, with kernel ridge regression
/// as the ceiling.</summary>
internal static class Laziness
{
    private static readonly Arm Ridge = new("krr");

    // Between the scales at which nobody and everybody is lazy; the primary's first.
    private static readonly double[] Scales = [3, 1, 10, 100];

    internal static IEnumerable<Experiment> All(int? epochs)
    {
        RunConfiguration[] Arms(double scale)
        {
            var run = Digits("bey-7", new SquaredError(), 64, linear: false, Cut(epochs, 64)) with
            {
                Arm = At(Reversible, scale),
                TrainSamples = 256,
                OutputScale = scale,
                Measures = new(Every: 2, KernelSamples: 16,
                    HeldOutSamples: 16),
            };
            return [run, run.LeastNorm(), run.WithAdam(3e-3 / scale), run.WithMomentum()];
        }

        Arm[] ArmsAt(double scale) => [.. Arms(scale).Select(arm => arm.Arm)];
        var ridge = Digits("bey-7", new SquaredError(), 64, linear: false, epochs: 1) with
        {
            Arm = Ridge,
            Optimiser = new KernelRidgeOptions(),
            TrainSamples = 256,
            LearningRate = 1,
        };
        yield return new(
            "BEY-7",
            "At equal training loss the reversible step is lazier than Adam: its gap to the linearisation is "
                + "smaller at output scale 3.",
            "Asked here",
            new("bey-7", "Laziness", "Digits, N = 256, squared error of a·(f − f₀), h = 64, no linear block, no "
                + "truncation, float64. Rates per output scale a by validation loss on seeds of their own.",
                [.. Scales.SelectMany(Arms), ridge]),
            [
                .. from scale in Scales.Order()
                   from curve in (Metric[])[Metric.LinearisationGap, Metric.TestLoss]
                   select new Panel(curve) { Arms = curve == Metric.TestLoss ? [.. ArmsAt(scale), Ridge]
                       : ArmsAt(scale), Part = string.Create(CultureInfo.InvariantCulture, $"output scale {scale}") },
            ],
            [new("gap to the linearisation below Adam's", Metric.LinearisationGap, Reading.AtTrainLoss(0.1),
                At(Reversible, 3), At(Adam, 3), Comparison.SmallerByFactor)])
        {
            RateGroups = [.. Scales.Select(scale => new RateGroup(ArmsAt(scale)))],
            Fixed = [Ridge],
            AtOwnRates = false,
            Seeds = Twenty,
            Standing = Standing.Primary,
            Explored =
            [
                .. from scale in Scales
                   from step in (Arm[])[Reversible, MinimumNorm, Momentum]
                   from criterion in Moved(At(step, scale), At(Adam, scale), LocationTest.T)
                   select criterion,
                .. from scale in Scales
                   from step in (Arm[])[Reversible, MinimumNorm, Adam]
                   select new Criterion(
                       $"{Experiments.Design.Arms.Label(At(step, scale))} against kernel ridge regression",
                       Metric.TestLoss,
                       Reading.Final,
                       At(step, scale),
                       Ridge,
                       Comparison.LargerByFactor),
            ],
        };
    }

    /// <summary>Drift and gap of an arm against another's at equal training loss.</summary>
    internal static IEnumerable<Criterion> Moved(Arm subject, Arm rival, LocationTest test) =>
        from curve in (Metric[])[Metric.LinearisationGap, Metric.KernelDrift]
        from reading in Reading.Levels.Select(Reading.AtTrainLoss).Append(Reading.Final)
        select new Criterion($"{Experiments.Design.Arms.Label(subject)} against {Experiments.Design.Arms.Label(rival)}",
            curve,
            reading, subject, rival, Comparison.LargerByFactor)
        { Test = test };

    private static Arm At(Arm arm, double scale) => arm.With("a", scale);
}
