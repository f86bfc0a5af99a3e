using static ExactGN.Experiments.Catalogue.Beyond.BeyondArms;

namespace ExactGN.Experiments.Catalogue.Beyond;

/// <summary>BEY-4: is it the part in the null space? Mixtures of both steps at one rate.</summary>
internal static class NullSpacePart
{
    private static readonly double[] Shares = [0, 0.25, 0.5, 0.75, 1];

    internal static IEnumerable<Experiment> All(int? epochs)
    {
        var run = Digits("bey-4", new SquaredError(), 64, linear: false,
            Cut(epochs, 64)) with
        { LearningRate = 0.1 };
        yield return new(
            "BEY-4",
            "The part of the reversible step that lies in the null space, and moves no output of the batch, "
                + "costs test loss by itself.",
            "Asked here",
            new("bey-4", "Mixtures of two right inverses", "Digits, squared error, h = 64, no linear block, no "
                + "truncation, float64. Δ = Δ_MN + t·(Δ_rev − Δ_MN); all arms have the rate that validation "
                + "loss chose for t = 1.",
                [.. Shares.Select(t => run with { Arm = Of(t), Optimiser = (GaussNewtonOptions)run.Optimiser with
                    { RightInverse = RightInverse.Of(t, new HalfSolver.Untruncated()) } })]),
            [.. Learning("", [.. Shares.Select(Of)])],
            [new("test loss with it above that without", Metric.TestLoss, Reading.Final, Of(1), Of(0),
                Comparison.LargerByFactor) { Test = LocationTest.Sign }])
        {
            RateGroups = [new([Of(1)]) { Followers = Shares.SkipLast(1).ToDictionary(Of, _ => Of(1)) }],
            AtOwnRates = false,
            Seeds = Twenty,
            Standing = Standing.Primary,
            Explored = [.. Shares.Skip(1).SelectMany(t => Compared(Of(t), Of(0), LocationTest.Sign)),
                .. Shares.SelectMany(t => BeyondArms.LateCourse(Of(t), LocationTest.Sign))],
        };
    }

    private static Arm Of(double share) => new("mix", share);
}
