namespace ExactGN.Experiments.Oracle;

/// <summary>Training runs of the reference on the 8×8 digits: <c>curves.json</c> and <c>initial.safetensors</c> of one
/// folder.</summary>
public sealed record OracleTrajectory
{
    private const int Images = 1797;

    /// <summary>The network's shape.</summary>
    public required RevMlpOptions Network { get; init; }

    /// <summary>How many images, from the first, the full-batch runs train on.</summary>
    public required int FullBatch { get; init; }

    /// <summary>How many images, from the first, are for training; the others are for testing.</summary>
    public required int TrainImages { get; init; }

    /// <summary>Adam's β₁, β₂ and ε.</summary>
    public required (double Beta1, double Beta2, double Epsilon) Adam { get; init; }

    /// <summary>Initial W and b.</summary>
    public required IReadOnlyList<OracleHalf> Weights { get; init; }

    /// <summary>V, one per half-coupling.</summary>
    public required IReadOnlyList<OracleArray> Projections { get; init; }

    /// <summary>U.</summary>
    public required OracleArray ReadOut { get; init; }

    /// <summary>The pixels, 0 to 16, one image per row.</summary>
    public required OracleArray RawImages { get; init; }

    /// <summary>The digits, 0 to 9.</summary>
    public required OracleArray Labels { get; init; }

    /// <summary>The mean of pixel/16 over the training images.</summary>
    public required double InputMean { get; init; }

    /// <summary>The population standard deviation of pixel/16 over the training images.</summary>
    public required double InputDeviation { get; init; }

    /// <summary>The runs.</summary>
    public required IReadOnlyList<TrajectoryRun> Runs { get; init; }

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">Holds <c>curves.json</c> and <c>initial.safetensors</c>.</param>
    /// <exception cref="InvalidDataException">Something is missing, or has another type or shape;
    /// the message names the file and the key.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static OracleTrajectory Load(string folder)
    {
        var arrays = OracleTensors.Load(Path.Combine(folder, "initial.safetensors"));
        return KeyedValue.Read(Path.Combine(folder, "curves.json"), file => Read(file, arrays));
    }

    /// <summary>The network before training, in float64 on the CPU; the caller owns it.</summary>
    public RevMlp ToModel() => OracleModel.Build(Network, Weights, Projections, ReadOut);

    private static OracleTrajectory Read(KeyedValue file, OracleTensors arrays)
    {
        var config = file["config"];
        config["dtype"].OneOf("float64");
        config["loss"].OneOf("ce_identity");
        var network = OracleConfig.ReadNetwork(config);
        var (q, h) = (network.HalfWidth, network.Hidden ?? network.HalfWidth);
        var train = OracleConfig.Positive(config["train_images"]);
        var full = OracleConfig.Positive(config["full_batch_images"]);
        if (full > train || train >= Images)
        {
            throw config["train_images"].Wrong(
                $"must lie between full_batch_images ({full}) and the {Images - 1} images before the last", $"{train}");
        }

        string[] halves = [
            .. Enumerable.Range(0, network.Blocks).SelectMany(i => (string[])[$"block{i}_f", $"block{i}_g"])
        ];
        var steps = OracleConfig.Positive(config["steps"]);
        var adam = config["adam"];
        return new()
        {
            Network = network,
            FullBatch = full,
            TrainImages = train,
            Adam = (adam["beta1"].Number(), adam["beta2"].Number(), adam["eps"].Number()),
            Weights = [.. halves.Select(half => new OracleHalf(
                arrays.Array($"{half}_W", q, h), network.Bias ? arrays.Array($"{half}_b", q) : null))],
            Projections = network.Hidden is null ? [] : [.. halves.Select(half => arrays.Array($"{half}_C", q, h))],
            ReadOut = arrays.Array(
                "u_proj",
                network.Features,
                network.Classes ?? throw config["output_dim"].Wrong("must be a number of classes", "null")),
            RawImages = arrays.Array("images_raw", Images, network.Features),
            Labels = arrays.Array(
                "labels",
                label => label >= 0 && label < network.Classes && double.IsInteger(label),
                $"hold integers from 0 to {network.Classes - 1}",
                Images),
            InputMean = arrays.Array("input_mean", 1).Values[0],
            InputDeviation = arrays.Array("input_std", deviation => deviation > 0, "be positive", 1).Values[0],
            Runs = [
                .. file["runs"].Members().Select(run => TrajectoryRun.Read(run.Name, run.Value, steps, halves.Length))
            ],
        };
    }
}
