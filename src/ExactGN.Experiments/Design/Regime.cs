namespace ExactGN.Experiments.Design;

/// <summary>One batch mode's sizes and rates.</summary>
/// <param name="Text">Why these: how they meet the claims' hypotheses, and where they depart from the paper.</param>
/// <param name="Samples">N.</param>
/// <param name="BatchSize">n.</param>
/// <param name="Hidden">h.</param>
/// <param name="Epochs">Epochs.</param>
/// <param name="GaussNewton">η of Gauss-Newton.</param>
/// <param name="Sgd">η of SGD.</param>
/// <param name="Adam">η of Adam.</param>
public sealed record Regime(
    string Text, int Samples, int BatchSize, int Hidden, int Epochs, double GaussNewton, double Sgd, double Adam)
{
    /// <summary>Batches of the first-order optimisers where they differ from Gauss-Newton's.</summary>
    public int? FirstOrderBatch { get; init; }

    /// <summary>Crops for the first-order optimisers, as published for CIFAR-10.</summary>
    public CropOptions? FirstOrderCrop { get; init; }

    /// <summary>Epochs between two evaluations of the test part.</summary>
    public int TestEvery { get; init; } = 1;
}

/// <summary>The regimes of a scale and a data set.</summary>
/// <param name="Data">The data set's id.</param>
/// <param name="Blocks">L.</param>
/// <param name="FullBatch">The full batch.</param>
/// <param name="MiniBatch">Mini-batches.</param>
/// <param name="Measures">What is measured in the mini-batch runs.</param>
/// <remarks>
/// The regimes were chosen from the claims' hypotheses before any of their verdicts was seen, with the reservations of
/// theory/experiments.md, "What was known before", and are not tuned until claims hold. A change of any number
/// here changes the runs' hashes.
/// </remarks>
public sealed record Regimes(string Data, int Blocks, Regime FullBatch, Regime MiniBatch, MeasurePlan Measures)
{
    /// <summary>Which images train, validate and test: drawn per seed, but at the published sizes, where nothing
    /// is left to validate, as published.</summary>
    public Split Split { get; init; } = Split.Drawn();

    /// <summary>The regimes of the digits beside the usual one.</summary>
    public static IReadOnlyList<string> Named { get; } = [OtherWritersName, "eighth"];

    /// <summary>The name of the regime that tests on other people's digits.</summary>
    public const string OtherWritersName = "other-writers";

    /// <summary>The same with fewer epochs, to try.</summary>
    /// <param name="epochs">At most so many; unchanged when null.</param>
    internal Regimes Within(int? epochs) => epochs is not { } most ? this : this with
    {
        FullBatch = FullBatch with { Epochs = Math.Min(FullBatch.Epochs, most) },
        MiniBatch = MiniBatch with { Epochs = Math.Min(MiniBatch.Epochs, most) },
    };

    /// <summary>The regimes of a scale and a data set.</summary>
    /// <param name="scale">The scale.</param>
    /// <param name="data">The data set; the scale's usual one when null.</param>
    /// <param name="regime">One of <see cref="Named"/> for the digits; the usual one when null.</param>
    /// <exception cref="ArgumentException">There are none for these.</exception>
    public static Regimes Of(Scale scale, string? data = null, string? regime = null) =>
        (scale, data ?? (scale == Scale.Smoke ? DataCatalogue.Digits : "mnist"), regime) switch
        {
            (Scale.Smoke, DataCatalogue.Digits, null) => Digits,
            (Scale.Smoke, DataCatalogue.Digits, OtherWritersName) => OtherWriters,
            (Scale.Smoke, DataCatalogue.Digits, "eighth") => Eighth,
            (_, _, { } other) => throw new ArgumentException(
                $"A regime is one of {string.Join(" and ", Named)}, of the digits at scale smoke; got '{other}'."),
            (Scale.Laptop, "mnist" or "fashion-mnist", _) => LaptopMnist with { Data = data ?? "mnist" },
            (Scale.Laptop, "cifar10", _) => LaptopCifar,
            (Scale.Paper, "mnist" or "fashion-mnist", _) => PaperMnist with { Data = data ?? "mnist" },
            (Scale.Paper, "cifar10", _) => PaperCifar,
            (_, var other, _) => throw new ArgumentException(
                "Scale smoke takes the data digits, scales laptop and paper take mnist, fashion-mnist or cifar10; "
                + $"got scale {scale.ToString().ToLowerInvariant()} with '{other}'."),
        };

    // Adam at 10⁻³, its usual rate, since the published 10⁻⁴ belongs to a network 15 times as wide and to 100 epochs.
    private static Regimes Digits { get; } = new(
        DataCatalogue.Digits,
        Blocks: 2,
        new(
            "One batch of 256 images, fewer than hidden units (n/h = ½), as in the paper's full-batch experiments "
            + "(n/h = 0.13). Published rates for Gauss-Newton (0.5, so α = 1) and SGD (0.1); "
                + "Adam at its usual 0.001, because the published 0.0001 belongs to a far wider "
            + "network and 100 epochs.",
            Samples: 256, BatchSize: 256, Hidden: 512, Epochs: 20, GaussNewton: 0.5, Sgd: 0.1, Adam: 1e-3),
        new(
            "1,000 samples are 5.1 times the joint rank that all features can have (196): an earlier trial "
            + "had shown these claims to need many; the paper has 3.6. Batches of 32: half the hidden units, "
            + "where the paper has an eighth, and few enough that no block is denied full row rank by counting, "
            + "while the paper's 1,000 exceed what its linear block can carry (393). "
                + "Published rates for Gauss-Newton (0.1, so α = 0.2) and SGD (0.1); Adam at its usual 0.001.",
            Samples: 1000, BatchSize: 32, Hidden: 64, Epochs: 64, GaussNewton: 0.1, Sgd: 0.1, Adam: 1e-3),
        new(Every: 4, KernelSamples: 16, HeldOutSamples: 16));

    private static Regimes OtherWriters { get; } = Digits with
    {
        FullBatch = Digits.FullBatch with
        {
            Text = "Other writers: the digits in their published order, so that the last 797, which test, "
                + "are by other people than the first 1,000. "
                + Digits.FullBatch.Text,
        },
        MiniBatch = Digits.MiniBatch with
        {
            Text = "Other writers: the digits in their published order, so that the last 797, which test, "
                + "are by other people than the first 1,000. "
                + Digits.MiniBatch.Text,
        },
        Split = Split.OtherWriters,
    };

    // Where the paper has n/h = ⅛: 1,000 or 1,024 samples and 8,000 hidden units.
    private static Regimes Eighth { get; } = Digits with
    {
        FullBatch = Digits.FullBatch with
        {
            Text = "n/h = ⅛ as in the paper: one batch of 256 images and 2,048 hidden units. "
                + "Rates as in the usual regime.",
            Hidden = 2048,
        },
        MiniBatch = Digits.MiniBatch with
        {
            Text = "n/h = ⅛ as in the paper: batches of 32 and 256 hidden units; 1,000 samples are then 1.7 times the "
                + "joint rank that all features can have. Rates as in the usual regime.",
            Hidden = 256,
        },
    };

    private static Regimes LaptopMnist { get; } = new(
        "mnist",
        Blocks: 2,
        new(
            "As many images as the published batch has, 1,024, drawn per seed, with a quarter of "
            + "the hidden units (n/h = ½), so that ReLU half-couplings may still have full row rank. "
            + "Published rates for Gauss-Newton (0.5) and SGD (0.1); Adam at its usual 0.001.",
            Samples: 1024, BatchSize: 1024, Hidden: 2048, Epochs: 30, GaussNewton: 0.5, Sgd: 0.1, Adam: 1e-3)
        {
            TestEvery = 5,
        },
        new(
            "10,000 samples are 5.5 times the joint rank that all features can have (the paper: 3.6, but six times as "
            + "many updates). Batches of 256, half the hidden units and fewer than the linear block can carry (393). "
            + "Published rates for Gauss-Newton (0.1) and SGD (0.1); Adam at its usual 0.001.",
            Samples: 10_000, BatchSize: 256, Hidden: 512, Epochs: 20, GaussNewton: 0.1, Sgd: 0.1, Adam: 1e-3),
        new(Every: 4, KernelSamples: 32, HeldOutSamples: 32))
    {
        Split = Split.Drawn(5000),
    };

    private static Regimes LaptopCifar { get; } = new(
        "cifar10",
        Blocks: 6,
        new(
            "A batch of 512 images with twice as many hidden units (n/h = ½). Published rates for Gauss-Newton (1, "
            + "so α = 6) and SGD (0.01); Adam at its usual 0.001.",
            Samples: 512, BatchSize: 512, Hidden: 1024, Epochs: 20, GaussNewton: 1, Sgd: 0.01, Adam: 1e-3)
        {
            TestEvery = 5,
        },
        new(
            "10,000 samples are 1.2 times the joint rank that all features can have (the paper: 0.6). Batches of 256, "
            + "half the hidden units. Published rates for Gauss-Newton (0.1, so α = 0.6) and SGD (0.01); "
            + "Adam at its usual 0.001. No crops.",
            Samples: 10_000, BatchSize: 256, Hidden: 512, Epochs: 10, GaussNewton: 0.1, Sgd: 0.01, Adam: 1e-3),
        new(Every: 5, KernelSamples: 16, HeldOutSamples: 16))
    {
        Split = Split.Drawn(5000),
    };

    private static Regimes PaperMnist { get; } = new(
        "mnist",
        Blocks: 2,
        new(
            "As published: the first 1,024 images, h = 8,000, 100 epochs, η 0.5 / 0.1 / 0.0001.", Samples: 1024,
            BatchSize: 1024, Hidden: 8000, Epochs: 100, GaussNewton: 0.5, Sgd: 0.1, Adam: 1e-4)
        {
            TestEvery = 10,
        },
        new(
            "As published: all 60,000 images, h = 8,000, batches of 1,000 for Gauss-Newton and 1,024 for the others, "
            + "100 epochs, η 0.1 / 0.1 / 0.0001. The samples are 3.6 times the joint rank that all features can have; "
            + "a batch of 1,000 exceeds what the linear block can carry (393).",
            Samples: 60_000, BatchSize: 1000, Hidden: 8000, Epochs: 100, GaussNewton: 0.1, Sgd: 0.1, Adam: 1e-4)
        {
            FirstOrderBatch = 1024,
        },
        new(Every: 10, KernelSamples: 256, HeldOutSamples: 256))
    {
        Split = Split.InOrder,
    };

    private static Regimes PaperCifar { get; } = new(
        "cifar10",
        Blocks: 6,
        new(
            "As published: the first 1,024 images, h = 8,000, 100 epochs, η 1 / 0.01 / 0.00001.", Samples: 1024,
            BatchSize: 1024, Hidden: 8000, Epochs: 100, GaussNewton: 1, Sgd: 0.01, Adam: 1e-5)
        {
            TestEvery = 20,
        },
        new(
            "As published: all 50,000 images, h = 8,000, batches of 1,000 for Gauss-Newton and 1,024 for the others, "
            + "random resized crops for the others, 100 epochs, η 0.1 / 0.01 / 0.0001.",
            Samples: 50_000, BatchSize: 1000, Hidden: 8000, Epochs: 100, GaussNewton: 0.1, Sgd: 0.01, Adam: 1e-4)
        {
            FirstOrderBatch = 1024,
            FirstOrderCrop = new(),
        },
        new(Every: 10, KernelSamples: 256, HeldOutSamples: 256))
    {
        Split = Split.InOrder,
    };
}
