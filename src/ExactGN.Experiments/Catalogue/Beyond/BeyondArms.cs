namespace ExactGN.Experiments.Catalogue.Beyond;

/// <summary>What the arms of the preregistered questions have in common.</summary>
internal static class BeyondArms
{
    internal static Arm Reversible { get; } = new("rev");
    internal static Arm MinimumNorm { get; } = new("mn");
    internal static Arm Adam { get; } = new("adam");
    internal static Arm Cosine { get; } = Adam.With("cosine");
    internal static Arm Momentum { get; } = new Arm("sgd").With("momentum");

    /// <summary>Twenty, ten and five seeds.</summary>
    internal static IReadOnlyList<int> Twenty { get; } = [.. Enumerable.Range(42, 20)];
    internal static IReadOnlyList<int> Ten { get; } = [.. Enumerable.Range(42, 10)];
    internal static IReadOnlyList<int> Five { get; } = [.. Enumerable.Range(42, 5)];

    /// <summary>The digits in float64 with exact steps: blocks averaged, half-couplings without truncation where there
    /// is no linear block.</summary>
    internal static RunConfiguration Digits(string setting, Loss loss, int hidden, bool linear, int epochs) => new()
    {
        Setting = setting,
        Arm = Reversible,
        Optimiser = Exact(linear ? new HalfSolver.Truncated() : new HalfSolver.Untruncated()),
        LearningRate = 0.2,
        Epochs = epochs,
        BatchSize = 32,
        TrainSamples = 1000,
        Loss = loss,
        Dtype = ScalarType.Float64,
        Model =
            new RevMlpOptions { Features = 64, Hidden = hidden, Classes = 10, Blocks = 2, LinearInputBlock = linear },
    };

    internal static GaussNewtonOptions Exact(HalfSolver solver) => new()
    {
        RightInverse = new RightInverse.Reversible(solver),
        Scaling = StepScaling.Exact,
    };

    /// <summary>The run with another optimiser; what sets its arm apart is said after the optimiser's arm.</summary>
    internal static RunConfiguration By(this RunConfiguration run, Arm arm, OptimiserOptions optimiser, double rate) =>
        run with
        {
            Arm = run.Arm.Variations.Aggregate(arm, (so, variation) => so.With(variation.Word, variation.Number)),
            Optimiser = optimiser,
            LearningRate = rate,
        };

    internal static RunConfiguration LeastNorm(this RunConfiguration run, double rate = 0.5) => run.By(MinimumNorm,
        (GaussNewtonOptions)run.Optimiser with { RightInverse = new RightInverse.MinimumNorm() }, rate);

    internal static RunConfiguration WithAdam(this RunConfiguration run, double rate = 3e-3, Arm? arm = null) =>
        run.By(arm ?? Adam, new AdamOptions(), rate);

    internal static RunConfiguration WithMomentum(this RunConfiguration run, double rate = 0.03) =>
        run.By(Momentum, new SgdOptions(Momentum: 0.9), rate);

    /// <summary>Test loss and accuracy at the end, at the best validation epoch and at equal training loss, and the
    /// training loss, of one arm against another.</summary>
    internal static IEnumerable<Criterion> Compared(Arm subject, Arm rival, LocationTest test, string part = "")
    {
        var names = $"{(part.Length == 0 ? "" : part + ": ")}{Arms.Label(subject)} against {Arms.Label(rival)}";
        return
        [
            Of(Metric.TestLoss, Reading.Final),
            Of(Metric.TestAccuracy, Reading.Final),
            Of(Metric.TestLoss, Reading.AtBest(Metric.ValidationLoss)),
            .. Reading.Levels.Select(level => Of(Metric.TestLoss, Reading.AtTrainLoss(level))),
            Of(Metric.TrainLoss, Reading.Final),
            .. Reading.Levels.Select(level => Of(Metric.TrainLoss, Reading.EpochsTo(level))),
            .. Reading.Levels.Select(level => Of(Metric.TrainLoss, Reading.SecondsTo(level))),
        ];

        Criterion Of(Metric curve, Reading reading) =>
            new(names, curve, reading, subject, rival, curve == Metric.TestAccuracy ? Comparison.Higher
                : Comparison.LargerByFactor)
            { Test = test };
    }

    /// <summary>The falls that say whether a training loss stalls, rises or goes on falling.</summary>
    internal static IEnumerable<Criterion> LateCourse(Arm arm, LocationTest test, string part = "")
    {
        var name = $"{(part.Length == 0 ? "" : part + ": ")}{Arms.Label(arm)}";
        return
        [
            new($"{name}: F₁", Metric.TrainLoss, Reading.FirstFall, arm, arm, Comparison.AtLeast, 0) { Test = test },
            new($"{name}: F₂, which is negative where the loss rises", Metric.TrainLoss, Reading.SecondFall, arm, arm,
                Comparison.AtLeast, 0) { Test = test },
            new($"{name}: margin of the stall, positive where it stalls", Metric.TrainLoss, Reading.StallMargin, arm,
                arm, Comparison.AtLeast, 0) { Test = test },
        ];
    }

    /// <summary>The curves of learning, of some arms.</summary>
    internal static IEnumerable<Panel> Learning(string part, params Arm[] arms) =>
        ((Metric[])[Metric.TrainLoss, Metric.TestLoss, Metric.TestAccuracy])
            .Select(curve => new Panel(curve) { Arms = arms, Part = part });

    internal static int Cut(int? epochs, int own) => Math.Min(epochs ?? own, own);
}
