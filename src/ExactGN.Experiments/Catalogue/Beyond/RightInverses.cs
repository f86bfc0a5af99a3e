using static ExactGN.Experiments.Catalogue.Beyond.BeyondArms;

namespace ExactGN.Experiments.Catalogue.Beyond;

/// <summary>BEY-2: is it Gauss-Newton, or the right inverse? Four corners, the primary's first.</summary>
internal static class RightInverses
{
    private const string Squared = "se";
    private const string Cross = "ce";
    private const string Damped = "damped";

    internal static IEnumerable<Experiment> All(int? epochs)
    {
        yield return Corner("BEY-2", 64, linear: false, epochs) with
        {
            Claim = "Exact Gauss-Newton of least norm generalises better than Adam: cross-entropy, H = I, h = "
                + "64, no linear block.",
            Standing = Standing.Primary,
            Criteria = [new("test loss below Adam's", Metric.TestLoss, Reading.Final, MinimumNorm.With(Cross),
                Adam.With(Cross), Comparison.SmallerByFactor) { Test = LocationTest.Sign }],
        };
        yield return Corner("BEY-2-linear", 64, linear: true, epochs);
        yield return Corner("BEY-2-h256", 256, linear: false, epochs);
        yield return Corner("BEY-2-h256-linear", 256, linear: true, epochs);
    }

    private static Experiment Corner(string id, int hidden, bool linear, int? epochs)
    {
        var setting = id.ToLowerInvariant();
        var squared = Digits(setting, new SquaredError(), hidden, linear, Cut(epochs, 64)) with
        {
            Arm = Reversible.With(Squared),
        };
        var cross = squared with { Arm = Reversible.With(Cross), Loss = new SoftmaxCrossEntropy() };
        var damped = cross with
        {
            Arm = Reversible.With(Damped),
            Optimiser = (GaussNewtonOptions)cross.Optimiser with { Curvature = Curvature.Damped(0.1) },
        };
        RunConfiguration[] squaredArms = [.. Steps(squared), .. FirstOrder(squared)];
        RunConfiguration[] crossArms = [.. Steps(cross), .. Steps(damped), .. FirstOrder(cross)];
        return new(
            id,
            $"The reversible and the minimum-norm step beside first-order methods, h = {hidden}, "
                + $"{(linear ? "with" : "without")} a linear block.",
            "Asked here",
            new(
                setting,
                "Right inverses",
                (linear
                    ? "Digits, float64. Half-couplings truncated as published, because the linear block needs it. "
                    : "Digits, float64. No truncation: both steps are exact where features have full row rank. ")
                    + "Rates by validation loss on seeds of their own.",
                [.. squaredArms, .. crossArms]),
            [
                .. Learning("squared error", Names(squaredArms)),
                .. Learning("cross-entropy", Names(crossArms.Where(arm => CurvatureOf(arm) != Curvature.Damped(0.1)))),
                .. Learning("cross-entropy, steps with H + 0.1·I", Names(crossArms.Where(arm =>
                    CurvatureOf(arm) != Curvature.Identity))),
            ],
            [])
        {
            RateGroups = [new(Names(squaredArms)), new(Names(crossArms))],
            AtOwnRates = false,
            Seeds = Twenty,
            Standing = Standing.Exploration,
            Explored =
            [
                .. Explored("cross-entropy", Cross, Cross),
                .. Explored("cross-entropy, steps with H + 0.1·I", Damped, Cross),
                .. Explored("squared error", Squared, Squared),
            ],
        };
    }

    // Of a step; the others have none.
    private static Curvature? CurvatureOf(RunConfiguration arm) => (arm.Optimiser as GaussNewtonOptions)?.Curvature;

    private static Arm[] Names(IEnumerable<RunConfiguration> arms) => [.. arms.Select(arm => arm.Arm)];

    private static IEnumerable<RunConfiguration> Steps(RunConfiguration run) => [run, run.LeastNorm()];

    private static IEnumerable<RunConfiguration> FirstOrder(RunConfiguration run) =>
    [
        run.WithAdam(),
        run.WithAdam(arm: Cosine) with { Schedule = LearningRateSchedule.Cosine },
        run.WithMomentum(),
    ];

    private static IEnumerable<Criterion> Explored(string part, string steps, string others)
    {
        var (reversible, minimum) = (Reversible.With(steps), MinimumNorm.With(steps));
        return
        [
            .. Compared(reversible, minimum, LocationTest.Sign, part),
            .. from step in (Arm[])[minimum, reversible]
               from other in (Arm[])[Adam, Cosine, Momentum]
               from criterion in Compared(step, other.With(others), LocationTest.Sign, part)
               select criterion,
            .. BeyondArms.LateCourse(reversible, LocationTest.Sign, part),
            .. BeyondArms.LateCourse(minimum, LocationTest.Sign, part),
        ];
    }
}
