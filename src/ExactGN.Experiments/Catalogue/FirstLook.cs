namespace ExactGN.Experiments.Catalogue;

/// <summary>What the program runs when nothing is asked for: the published step, an exact step of its kind, and the
/// exact step of least norm, each beside Adam, in under a minute.</summary>
/// <remarks>Rates are fixed, by validation loss on other seeds, and epochs are few. The preregistered questions BEY-1
/// and BEY-2 are the ones that decide.</remarks>
public static class FirstLook
{
    /// <summary>The arm of the published step.</summary>
    public static Arm Published { get; } = new("gn");

    /// <summary>The arm of the exact reversible step.</summary>
    public static Arm Reversible => BeyondArms.Reversible;

    /// <summary>The arm of the exact step of least norm.</summary>
    public static Arm MinimumNorm => BeyondArms.MinimumNorm;

    private const string Name = "first-look";
    private static readonly Arm Adam = BeyondArms.Adam;
    private static readonly Arm AdamLinear = Adam.With("linear");

    /// <summary>The numbers of its experiments.</summary>
    public static IReadOnlyList<string> Ids { get; } = ["LOOK-1", "LOOK-2", "LOOK-3"];

    /// <summary>Its experiments.</summary>
    internal static IReadOnlyList<Experiment> All { get; } = Experiments();

    private static Experiment[] Experiments()
    {
        var exact = BeyondArms.Digits(Name, new SoftmaxCrossEntropy(), hidden: 64, linear: false, epochs: 12) with
        {
            LearningRate = RateSearch.Step(0.2, 1),
        };
        var published = exact with
        {
            Arm = Published,
            LearningRate = RateSearch.Step(0.1, 1),
            Optimiser = new GaussNewtonOptions(),
            Dtype = ScalarType.Float32,
            Model = (RevMlpOptions)exact.Model with { LinearInputBlock = true },
        };
        Setting setting = new(
            Name,
            "A first look",
            "Digits, a split per seed, cross-entropy, H = I, h = 64, batches of 32, 12 epochs. "
                + "The published step is truncated and has a linear input block; both exact steps have neither. "
                + "Each is compared with Adam on the same network. Each has the rate of least validation loss among "
                + "four a factor √10 apart, chosen once on seeds 101 to 105: 0.316 for the published step (α = 0.63), "
                + "α = 0.63 for the exact reversible one, 1.58 for that of least norm, 0.003 for Adam.",
            [
                published, published.WithAdam(arm: AdamLinear), exact, exact.LeastNorm(rate: RateSearch.Step(0.5, 1)),
                exact.WithAdam(),
            ]);
        return
        [
            Look("LOOK-1", "The published step of the paper generalises worse than Adam.", setting,
                Above(Published, AdamLinear)),
            Look("LOOK-2", "So does an exact step of the same, reversible, kind.", setting, Above(Reversible, Adam)),
            Look("LOOK-3", "The exact step of least norm, another right inverse, generalises better than the "
                + "reversible one.", setting,
                new Criterion("test loss below the reversible step's", Metric.TestLoss, Reading.Final, MinimumNorm,
                    Reversible, Comparison.SmallerByFactor)) with
            {
                Explored = [.. BeyondArms.Compared(MinimumNorm, Adam, LocationTest.T).Take(2)],
            },
        ];
    }

    private static Criterion Above(Arm step, Arm adam) => new("test loss above Adam's", Metric.TestLoss,
        Reading.Final, step, adam, Comparison.LargerByFactor);

    private static Experiment Look(string id, string claim, Setting setting, Criterion criterion) => new(
        id, claim, "Figure 2", id == "LOOK-3" ? setting.Only(MinimumNorm, Reversible, Adam)
            : setting.Only(criterion.Subject, criterion.Rival),
        [new(Metric.TrainLoss), new(Metric.TestLoss)], [criterion]);
}
