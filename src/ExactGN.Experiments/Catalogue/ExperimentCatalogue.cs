using System.Globalization;

namespace ExactGN.Experiments.Catalogue;

/// <summary>The paper's fourteen experiments, as data: what varies, what is read, what would make the claim
/// hold.</summary>
/// <remarks>
/// Kept from the paper at every scale: two blocks (six on CIFAR-10), linear input block, bias, fixed projections,
/// σ = 10⁻³, identity curvature, no 1/L, rtol 10⁻², atol 10⁻⁵. What "far", "near" and "like" mean was
/// fixed before any verdict was seen.
/// </remarks>
[Equation("training and test curves of GN, SGD, Adam")]
public static class ExperimentCatalogue
{
    private static readonly Arm Gn = new("gn");
    private static readonly Arm Sgd = new("sgd");
    private static readonly Arm Adam = new("adam");
    private static readonly Arm LongerGn = Gn.With("longer");
    private static readonly Arm AdamThenGn = Adam.With("then").With("gn");
    private static readonly Arm GnThenAdam = Gn.With("then").With("adam");

    /// <summary>"Much faster" and "far more" mean at least this factor.</summary>
    public const double Far = 2;

    /// <summary>A similarity "stays near 1" while it is at least this.</summary>
    public const double Near = 0.9;

    /// <summary>The numbers of all experiments.</summary>
    public static IReadOnlyList<string> Ids { get; }
        = [.. Enumerable.Range(1, 14).Select(number => string.Create(CultureInfo.InvariantCulture, $"EXP-{number}"))];

    /// <summary>All experiments in their regimes, sweeps included.</summary>
    /// <param name="regimes">The regimes.</param>
    public static IReadOnlyList<Experiment> In(Regimes regimes)
    {
        var (full, mini, plain) = (FullBatch(regimes), MiniBatch(regimes), NoBottleneck(regimes));
        var epochs = regimes.MiniBatch.Epochs;
        return
        [
            FasterFullBatch(full), Saturation(mini), OwnBatch(mini), SteadyKernel(mini),
            SteadyRepresentation(mini, regimes.Blocks > 2), WithoutBottleneck(plain, regimes), Longer(mini),
            Switched(mini, epochs / 2), InitialSizes(mini), WeightSpace(mini), AllBlocks(mini), SmallerRates(mini),
            Decay(mini), Regularised(mini),
        ];
    }

    /// <summary>Everything that can be run: the paper's claims in these regimes, the preregistered questions,
    /// and what the program runs when nothing is asked for.</summary>
    /// <param name="regimes">The regimes of the paper's claims.</param>
    /// <param name="epochs">Fewer epochs than the preregistered questions' designs have, to try;
    /// their own when null.</param>
    public static IReadOnlyList<Experiment> Everything(Regimes regimes, int? epochs = null) =>
        [.. FirstLook.All, .. In(regimes), .. BeyondCatalogue.All(epochs)];

    /// <summary>The experiments of these numbers, in the catalogue's order.</summary>
    /// <param name="regimes">The regimes of the paper's claims.</param>
    /// <param name="ids">Their numbers, in any case; "all" for all of the paper's claims, "BEY" for all
    /// preregistered questions, and a number such as "BEY-2" also for what belongs to it, such as "BEY-2-h256";
    /// "BEY-2-primary" for the primary alone.</param>
    /// <param name="epochs">Fewer epochs than the preregistered questions' designs have, to try;
    /// their own when null.</param>
    /// <exception cref="ArgumentException">There is no experiment of such a number.</exception>
    public static IReadOnlyList<Experiment> Chosen(Regimes regimes, IReadOnlyCollection<string> ids, int? epochs = null)
    {
        var everything = Everything(regimes, epochs);
        var parts = everything.Select(experiment => experiment.Id).Where(id => id.Count(c => c == '-') > 1);
        return ids.FirstOrDefault(id => !everything.Any(experiment => Names(id, experiment))) is { } unknown
            ? throw new ArgumentException(
                "An experiment is one of EXP-1 to EXP-14 or BEY-1 to BEY-8, all for the former or BEY for the latter, "
                + $"or a part of one (BEY-1-primary and so on, {string.Join(", ", parts)}); got '{unknown}'.")
            : [.. everything.Where(experiment => ids.Any(id => Names(id, experiment)))];

        static bool Names(string id, Experiment experiment) =>
            experiment.Id.Equals(id, StringComparison.OrdinalIgnoreCase)
            || (experiment.Standing == Standing.Primary
                && id.Equals(experiment.Id + "-primary", StringComparison.OrdinalIgnoreCase))
            || (id == "all" && Ids.Contains(experiment.Id))
            || (id.StartsWith("BEY", StringComparison.OrdinalIgnoreCase)
                && experiment.Id.StartsWith(id + "-", StringComparison.OrdinalIgnoreCase));
    }

    private static Setting FullBatch(Regimes regimes)
    {
        var arms = Optimisers("full-batch", regimes, regimes.FullBatch, regimes.FullBatch.Hidden).ToArray();
        return new("full-batch", "Full batch", regimes.FullBatch.Text, arms);
    }

    private static Setting MiniBatch(Regimes regimes)
    {
        var regime = regimes.MiniBatch;
        RunConfiguration[] arms = [.. Optimisers("mini-batch", regimes, regime, regime.Hidden).Select(
            arm => arm with { Measures = regimes.Measures })];
        var (gn, adam) = (arms[0], arms[2]);
        return new("mini-batch", "Mini-batch", regime.Text,
        [
            .. arms,
            Variant(gn, LongerGn) with { Epochs = 10 * regime.Epochs },
            Variant(adam, AdamThenGn) with { Switch = new(regime.Epochs / 2, gn.Optimiser, gn.LearningRate) },
            Variant(gn, GnThenAdam) with { Switch = new(regime.Epochs / 2, adam.Optimiser, adam.LearningRate) },
            .. from sigma in Sigmas
               from arm in (RunConfiguration[])[gn, adam]
               select Variant(arm, From(arm.Arm, sigma)) with
               {
                   Model = (RevMlpOptions)arm.Model with { InitialSigma = sigma.Value },
               },
            .. SmallRates.Select(rate => Variant(gn, Gn.With("eta", rate.Value)) with { LearningRate = rate.Value }),
            .. Decays.Select(decay => Variant(gn, Gn.With("decay", decay.Value)) with { WeightDecay = decay.Value }),
            .. Regularisers.Select(entry => Variant(gn, entry.Arm) with
            {
                Optimiser = new GaussNewtonOptions { RightInverse = new RightInverse.Reversible(entry.Solver) },
            }),
        ]);

        // What a variant is compared by does not need the measures.
        static RunConfiguration Variant(RunConfiguration run, Arm arm) => run with { Arm = arm, Measures = null };
    }

    private static Setting NoBottleneck(Regimes regimes) => new(
        "no-bottleneck",
        "Without inverted bottlenecks",
        "The regimes of EXP-1 and EXP-2 with no hidden layer: φ acts on the half itself, so that a half-coupling's "
        + "features have at most q + 1 columns.",
        [
            .. Optimisers("no-bottleneck", regimes, regimes.FullBatch, hidden: null)
                .Select(arm => arm with { Arm = arm.Arm.With("full") }),
            .. Optimisers("no-bottleneck", regimes, regimes.MiniBatch, hidden: null)
                .Select(arm => arm with { Arm = arm.Arm.With("mini") }),
        ]);

    private static IEnumerable<RunConfiguration> Optimisers(string setting, Regimes regimes, Regime regime, int? hidden)
    {
        RunConfiguration gn = new()
        {
            Setting = setting,
            Arm = Gn,
            Data = regimes.Data,
            Optimiser = new GaussNewtonOptions(),
            LearningRate = regime.GaussNewton,
            Epochs = regime.Epochs,
            BatchSize = regime.BatchSize,
            TrainSamples = regime.Samples,
            Split = regimes.Split,
            TestEvery = regime.TestEvery,
            Model = new RevMlpOptions
            {
                Features = DataCatalogue.Shape(regimes.Data).Features,
                Hidden = hidden,
                Classes = 10,
                Blocks = regimes.Blocks,
            },
        };
        var firstOrder =
            gn with { BatchSize = regime.FirstOrderBatch ?? regime.BatchSize, Augmentation = regime.FirstOrderCrop };
        return
        [
            gn,
            firstOrder with { Arm = Sgd, Optimiser = new SgdOptions(), LearningRate = regime.Sgd },
            firstOrder with { Arm = Adam, Optimiser = new AdamOptions(), LearningRate = regime.Adam },
        ];
    }

    // σ = 10⁻³ is the setting's own.
    private static readonly (string Name, double Value)[] Sigmas = [("0.01", 1e-2), ("1e-6", 1e-6)];

    // η = 10⁻¹ is the setting's own.
    private static readonly (string Name, double Value)[] SmallRates = [("0.001", 1e-3), ("0.0001", 1e-4)];

    private static readonly (string Name, double Value)[] Decays = [("0.0001", 1e-4), ("0.01", 1e-2)];

    private static readonly (Arm Arm, string What, HalfSolver Solver)[] Regularisers =
    [
        (
            Gn.With("rtol", 0.1), "truncated at a tenth of the largest singular value",
            new HalfSolver.Truncated(Rtol: 0.1)),
        (Gn.With("damping", 1), "damped by λ = 1", new HalfSolver.Tikhonov(1)),
        (
            Gn.With("noise", 0.1), "with noise of a tenth of the features' norm",
            new HalfSolver.Perturbed(new HalfSolver.Truncated(), 0.1)),
    ];

    private static Panel[] Learning { get; } = [new(Metric.TrainLoss), new(Metric.TestLoss), new(Metric.TestAccuracy)];

    private static Panel Defect { get; } = new(Metric.OutputDefect, Note: "How far the exact step is from exact.");

    private static Arm From(Arm arm, (string Name, double Value) sigma) => arm.With("sigma", sigma.Value);

    // What EXP-2 says about an optimiser that is no help: it ends above Adam on the training part and generalises
    // worse.
    private static IEnumerable<Criterion> NoHelp(Arm subject, Arm rival, string which) =>
    [
        new($"{which}: ends above Adam's training loss", Metric.TrainLoss, Reading.Final, subject, rival,
            Comparison.LargerByFactor),
        new($"{which}: test loss above Adam's", Metric.TestLoss, Reading.Final, subject, rival,
            Comparison.LargerByFactor),
        new($"{which}: test accuracy below Adam's", Metric.TestAccuracy, Reading.Final, subject, rival,
            Comparison.Lower),
    ];

    // More than half of Gauss-Newton's gap to Adam is left; where there is no gap, there is nothing to repair.
    private static IEnumerable<Criterion> NoCure(Arm cure, string which) =>
    [
        new RepairCriterion($"{which}: more than half of the gap to Adam's training loss is left", Metric.TrainLoss,
            Reading.Final, cure, Gn, Adam),
        new RepairCriterion($"{which}: more than half of the gap to Adam's test loss is left", Metric.TestLoss,
            Reading.Final, cure, Gn, Adam),
    ];

    private static Experiment FasterFullBatch(Setting setting) => new(
        "EXP-1",
        "Full batch: Gauss-Newton's training loss falls much faster than Adam's and SGD's.",
        "Figure 1",
        setting.Only(Gn, Sgd, Adam),
        [.. Learning, Defect],
        FarBelow(Gn, Adam, Sgd, ""))
    { TunedArms = [Gn, Sgd, Adam] };

    private static Criterion[] FarBelow(Arm gn, Arm adam, Arm sgd, string where) =>
    [
        new($"{where}training loss at most half of Adam's", Metric.TrainLoss, Reading.Final, gn, adam,
            Comparison.SmallerByFactor, Far),
        new($"{where}training loss at most half of SGD's", Metric.TrainLoss, Reading.Final, gn, sgd,
            Comparison.SmallerByFactor, Far),
    ];

    private static Experiment Saturation(Setting setting) => new(
        "EXP-2",
        "Mini-batch, many more samples than the features have joint rank: Gauss-Newton's training loss falls fast, "
        + "then stalls above Adam's; its test loss and accuracy are worse.",
        "Figure 2",
        setting.Only(Gn, Sgd, Adam),
        Learning,
        Saturates(Gn, Adam, ""))
    {
        TunedArms = [Gn, Sgd, Adam],
        Explored =
        [
            // Any power law passes this, so it is no part of the claim.
            new("late in training: training loss falls less than Adam's", Metric.TrainLoss, Reading.LateFall, Gn, Adam,
                Comparison.Lower),
            // Whether a larger test loss is more than less fit.
            .. Reading.Levels.Select(level => new Criterion("at equal training loss: test loss above Adam's",
                Metric.TestLoss, Reading.AtTrainLoss(level), Gn, Adam, Comparison.LargerByFactor)),
        ],
    };

    // Whether a loss stalls shows in doublings: in fewer than 64 epochs that part, and with it the claim,
    // has no verdict unless another part fails.
    private static Criterion[] Saturates(Arm gn, Arm adam, string where) =>
    [
        new($"{where}falls fast: training loss below Adam's", Metric.TrainLoss, Reading.After(1),
            gn,
            adam,
            Comparison.SmallerByFactor),
        new($"{where}stalls: falls by less than a tenth over the second half, and less than half as much as over the "
            + "quarter before", Metric.TrainLoss, Reading.StallMargin, gn, gn, Comparison.AtLeast, 0),
        new($"{where}ends above Adam's training loss", Metric.TrainLoss, Reading.Final, gn, adam,
            Comparison.LargerByFactor),
        new($"{where}test loss above Adam's", Metric.TestLoss, Reading.Final, gn, adam, Comparison.LargerByFactor),
        new($"{where}test accuracy below Adam's", Metric.TestAccuracy, Reading.Final, gn, adam, Comparison.Lower),
    ];

    private static Experiment OwnBatch(Setting setting) => new(
        "EXP-3",
        "Per update, Gauss-Newton cuts the loss of its own mini-batch far more, in per cent, than Adam or SGD, "
        + "even late in training.",
        "Figure 3",
        setting.Only(Gn, Sgd, Adam),
        [
            new(Metric.BatchCut, AgainstUpdates: true, Note: "Each point is the mean over one epoch's updates."),
            new(Metric.HeldOutCut, AgainstUpdates: true, Note: "The same cut, of a batch of test images."),
            Defect,
        ],
        [
            new("cut at least twice Adam's", Metric.BatchCut, Reading.LastQuarter, Gn, Adam, Comparison.Higher, Far),
            new("cut at least twice SGD's", Metric.BatchCut, Reading.LastQuarter, Gn, Sgd, Comparison.Higher, Far),
        ])
    { TunedArms = [Gn, Sgd, Adam] };

    private static Experiment SteadyKernel(Setting setting) => new(
        "EXP-4",
        "The neural tangent kernel changes very little under Gauss-Newton: it stays similar to its start and changes "
        + "more slowly than under Adam and SGD.",
        "Figure 4a, b",
        setting.Only(Gn, Sgd, Adam),
        [
            new(Metric.KernelAlignment), new(Metric.KernelRate), new(Metric.KernelDrift), new(Metric.EffectiveRank),
            new(Metric.LinearisationGap), new(Metric.MinimumNormRatio),
        ],
        [
            new("similarity to initialisation at least 0.9", Metric.KernelAlignment, Reading.Final, Gn, Gn,
                Comparison.AtLeast, Near),
            new("more similar to initialisation than under Adam", Metric.KernelAlignment, Reading.Final, Gn, Adam,
                Comparison.Higher),
            new("more similar to initialisation than under SGD", Metric.KernelAlignment, Reading.Final, Gn, Sgd,
                Comparison.Higher),
            new("rate of change below Adam's", Metric.KernelRate, Reading.MeanAfterFirstInterval, Gn, Adam,
                Comparison.SmallerByFactor),
            new("rate of change below SGD's", Metric.KernelRate, Reading.MeanAfterFirstInterval, Gn, Sgd,
                Comparison.SmallerByFactor),
        ])
    {
        // Measurements lie several epochs apart, and the first interval would decide any mean over them.
        Explored =
        [
            .. from rival in (Arm[])[Adam, Sgd]
               from measured in (IEnumerable<(Metric Curve, Reading Reading)>)
               [
                   (Metric.KernelRate, Reading.SumPerEpochAfterFirstInterval),
                   (Metric.KernelDrift, Reading.GrowthPerEpochAfterFirstInterval),
                   (Metric.LinearisationGap, Reading.GrowthPerEpochAfterFirstInterval),
               ]
               select new Criterion($"{measured.Curve.Name} below {Arms.Label(rival)}'s", measured.Curve,
                   measured.Reading, Gn, rival, Comparison.Lower),
        ],
    };

    // Of two blocks none is in the middle.
    private static Experiment SteadyRepresentation(Setting setting, bool hasMiddle) => new(
        "EXP-5",
        "CKA of the first, middle and last block with initialisation stays near 1 under Gauss-Newton "
        + "and falls under Adam.",
        "Figure 4c–e",
        setting.Only(Gn, Sgd, Adam),
        [
            new(Metric.DebiasedCkaFirst),
            .. hasMiddle ? [new Panel(Metric.DebiasedCkaMiddle)] : (Panel[])[],
            new(Metric.DebiasedCkaLast),
            new(Metric.BranchCkaMean, Note: "The branches ãW alone, without what the skip connection carries."),
        ],
        [
            .. NearStart("first block", Metric.DebiasedCkaFirst),
            .. hasMiddle ? NearStart("middle block", Metric.DebiasedCkaMiddle) : [],
            .. NearStart("last block", Metric.DebiasedCkaLast),
        ])
    {
        // The paper's measure, on batches and with its bias; and the branches, which the skip connection hides.
        Explored = [
            .. NearStart("last block, as the paper measures it", Metric.CkaLast),
            .. NearStart("branches, mean", Metric.BranchCkaMean),
            .. NearStart("branches, least", Metric.BranchCkaLeast),
        ],
    };

    private static Criterion[] NearStart(string which, Metric curve) =>
    [
        new($"{which}: CKA at least 0.9", curve, Reading.Final, Gn, Gn, Comparison.AtLeast, Near),
        new($"{which}: CKA above Adam's", curve, Reading.Final, Gn, Adam, Comparison.Higher),
    ];

    private static Experiment WithoutBottleneck(Setting setting, Regimes regimes) => new(
        "EXP-6",
        "Without inverted bottlenecks the same holds, in full batch and in "
        + $"mini-batches{(regimes.Data == "cifar10" ? "" : " (the paper: on CIFAR-10)")}.",
        "Figure 5",
        setting,
        Learning,
        [
            .. FarBelow(Gn.With("full"), Adam.With("full"), Sgd.With("full"), "full batch: "),
            .. Saturates(Gn.With("mini"), Adam.With("mini"), "mini-batch: "),
        ]);

    private static Experiment Longer(Setting setting) => new(
        "EXP-7",
        "Ten times longer training does not help Gauss-Newton.",
        "Appendix",
        setting.Only(Gn, LongerGn, Adam),
        Learning,
        [
            new("after ten times as many epochs the test loss is better by a factor of less than 1.1", Metric.TestLoss,
                Reading.Final, LongerGn, Gn, Comparison.LargerByFactor, 1 / EquivalenceMargin.TestLossFactor),
            new("and the training loss is still above Adam's after the usual number", Metric.TrainLoss, Reading.Final,
                LongerGn, Adam, Comparison.LargerByFactor),
        ]);

    private static Experiment Switched(Setting setting, int epoch) => new(
        "EXP-8",
        "Switching the optimiser half way: from Adam to Gauss-Newton training stands still at once, "
        + "from Gauss-Newton to Adam it goes on.",
        "Appendix",
        setting.Only(Gn, Adam, AdamThenGn, GnThenAdam),
        Learning,
        [
            new("Adam, then GN: training loss falls less than Adam's", Metric.TrainLoss, Reading.FallSince(epoch),
                AdamThenGn,
                Adam,
                Comparison.Lower),
            new("GN, then Adam: training loss falls more than GN's", Metric.TrainLoss, Reading.FallSince(epoch),
                GnThenAdam,
                Gn,
                Comparison.Higher),
        ]);

    private static Experiment InitialSizes(Setting setting) => new(
        "EXP-9",
        "Whatever the initial σ (0.01, 0.001, 0.000001), Gauss-Newton ends above Adam's training loss "
        + "and generalises worse.",
        "Appendix",
        setting.Only([
            Gn, Adam, .. Sigmas.SelectMany(sigma => (Arm[])[From(Gn, sigma), From(Adam, sigma)])
        ]),
        Learning,
        [.. NoHelp(Gn, Adam, "σ 0.001"), .. Sigmas.SelectMany(
            sigma => NoHelp(From(Gn, sigma), From(Adam, sigma), $"σ {sigma.Name}"))]);

    private static Experiment WeightSpace(Setting setting) => new(
        "EXP-10",
        "In weight space Gauss-Newton moves like Adam, and SGD moves least.",
        "Appendix",
        setting.Only(Gn, Sgd, Adam),
        [new(Metric.WeightCosine), new(Metric.WeightNormRatio)],
        [
            new("cosine to initialisation no further than 0.05 from Adam's", Metric.WeightCosine, Reading.Final, Gn,
                Adam, Comparison.Equivalent, EquivalenceMargin.Similarity),
            new("SGD's cosine above GN's", Metric.WeightCosine, Reading.Final, Sgd, Gn, Comparison.Higher),
            new("SGD's cosine above Adam's", Metric.WeightCosine, Reading.Final, Sgd, Adam, Comparison.Higher),
        ]);

    private static Experiment AllBlocks(Setting setting) => new(
        "EXP-11",
        "CKA with initialisation stays near 1 under Gauss-Newton in every block, and above Adam's.",
        "Appendix",
        setting.Only(Gn, Sgd, Adam),
        [new(Metric.DebiasedCkaLeast, Note: "blocks.csv of each run has every block."), new(Metric.BranchCkaLeast)],
        NearStart("least of all blocks", Metric.DebiasedCkaLeast))
    {
        Explored = [
            .. NearStart("least of all blocks, as the paper measures it", Metric.CkaLeast),
            .. NearStart("least of all branches", Metric.BranchCkaLeast),
        ],
    };

    private static Experiment SmallerRates(Setting setting) => new(
        "EXP-12",
        "Smaller learning rates (0.001, 0.0001 in place of 0.1) do not repair Gauss-Newton.",
        "Appendix",
        setting.Only([Gn, Adam, .. SmallRates.Select(rate => Gn.With("eta", rate.Value))]),
        Learning,
        [.. SmallRates.SelectMany(rate => NoCure(Gn.With("eta", rate.Value), $"η {rate.Name}"))]);

    private static Experiment Decay(Setting setting) => new(
        "EXP-13",
        "Weight decay does not repair Gauss-Newton.",
        "Appendix",
        setting.Only([Gn, Adam, .. Decays.Select(decay => Gn.With("decay", decay.Value))]),
        Learning,
        [.. Decays.SelectMany(decay => NoCure(Gn.With("decay", decay.Value), $"λ {decay.Name}"))]);

    private static Experiment Regularised(Setting setting) => new(
        "EXP-14",
        "Regularised pseudo-inverses (truncation, damping, noise) do not repair Gauss-Newton.",
        "Appendix",
        setting.Only([Gn, Adam, .. Regularisers.Select(entry => entry.Arm)]),
        Learning,
        [.. Regularisers.SelectMany(entry => NoCure(entry.Arm, entry.What))]);
}
