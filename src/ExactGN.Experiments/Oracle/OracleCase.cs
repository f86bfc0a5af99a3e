using System.Globalization;

namespace ExactGN.Experiments.Oracle;

/// <summary>One case of reference values: a network, a batch, and what the public PyTorch implementation makes
/// of them.</summary>
/// <remarks>
/// The format is described beside the files, in fixtures/oracle/README.md. A case may hold some of the results only,
/// such as a step; those that it lacks are null and are not compared.
/// </remarks>
public sealed record OracleCase
{
    /// <summary>The case's own name; the file's where it has none.</summary>
    public required string Id { get; init; }

    /// <summary>The configuration.</summary>
    public required OracleConfig Config { get; init; }

    /// <summary>Whether every feature matrix keeps n singular values, so that the update is exact;
    /// null where the case does not say.</summary>
    public required bool? FullRowRank { get; init; }

    /// <summary>W and b of each half-coupling.</summary>
    public required IReadOnlyList<OracleHalf> Weights { get; init; }

    /// <summary>V of each half-coupling, [q, h]; empty without hidden layer.</summary>
    public required IReadOnlyList<OracleArray> Projections { get; init; }

    /// <summary>U, [d, c]; null without read-out.</summary>
    public required OracleArray? ReadOut { get; init; }

    /// <summary>x₀, [n, d].</summary>
    public required OracleArray Input { get; init; }

    /// <summary>y, [n, c] (or [n, d]); null where no result needs it.</summary>
    public required OracleArray? Target { get; init; }

    /// <summary>x_L, [n, d].</summary>
    public required OracleArray? Output { get; init; }

    /// <summary>x_L U, [n, c]; null without read-out as well.</summary>
    public required OracleArray? ProjectedOutput { get; init; }

    /// <summary>The loss.</summary>
    public required double? Loss { get; init; }

    /// <summary>ε_x, [n, d]. Without a target it is the one that the step is taken for.</summary>
    public required OracleArray? Epsilon { get; init; }

    /// <summary>x₀ recovered from x_L, [n, d].</summary>
    public required OracleArray? ReconstructedInput { get; init; }

    /// <summary>The tangent at the output of each block, [n, d]; the last is ε_x.</summary>
    public required IReadOnlyList<OracleArray>? BlockOutputTangents { get; init; }

    /// <summary>The update of each half-coupling, without 1/L.</summary>
    public required IReadOnlyList<OracleHalf>? Updates { get; init; }

    /// <summary>J_x applied to the updates, [n, d].</summary>
    public required OracleArray? UpdateResponse { get; init; }

    /// <summary>The gradient of the loss in each half-coupling.</summary>
    public required IReadOnlyList<OracleHalf>? LossGradient { get; init; }

    /// <summary>The loss on the same batch after a step of each learning rate.</summary>
    public required IReadOnlyList<(double LearningRate, double Loss)>? LossAfterStep { get; init; }

    /// <summary>What the paper's first version (one half at a time, no cross term) gives;
    /// null where it was not computed.</summary>
    public required IReadOnlyList<OracleHalf>? FirstVersionUpdates { get; init; }

    /// <summary>J_x applied to <see cref="FirstVersionUpdates"/>, [n, d]; null where it was not computed.</summary>
    public required OracleArray? FirstVersionUpdateResponse { get; init; }

    /// <summary>Reads a case.</summary>
    /// <param name="path">The JSON file.</param>
    /// <exception cref="InvalidDataException">Something is missing, or has another type or shape, or is not finite;
    /// the message names the file and the key.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OracleCase Load(string path) => KeyedValue.Read(path, Read);

    /// <summary>The network of this case in float64 on the CPU; the caller owns it.</summary>
    public RevMlp ToModel() => OracleModel.Build(Config.Network, Weights, Projections, ReadOut);

    private static OracleCase Read(KeyedValue file)
    {
        OracleKeys.Require(file);
        var config = OracleConfig.Read(file["config"]);
        var network = config.Network;
        var (state, output) =
            (new long[] { config.Batch, network.Features }, new long[] { config.Batch, config.Outputs });
        return new OracleCase
        {
            Id = Given("id")?.Text() ?? Path.GetFileNameWithoutExtension(file.File),
            Config = config,
            FullRowRank = Given("conditions") is { } conditions && conditions.Find("full_row_rank") is { } fullRowRank
                ? fullRowRank.Flag()
                : null,
            Weights = OracleHalf.ReadAll(file["params"], network),
            Projections = network.Hidden is { } hidden
                ? [.. OracleHalf.Halves(file["params"], network).Select(
                    half => half["C"].Array(network.HalfWidth, hidden))]
                : [],
            ReadOut = network.Classes is { } classes ? file["u_proj"].Array(network.Features, classes) : null,
            Input = file["x"].Array(state),
            Target = Given("target")?.Array(output),
            Output = Given("output")?.Array(state),
            ProjectedOutput = network.Classes is null ? null : Given("projected_output")?.Array(output),
            Loss = Given("loss")?.Number(),
            Epsilon = Given("epsilon")?.Array(state),
            ReconstructedInput = Given("reconstructed_input")?.Array(state),
            BlockOutputTangents = Given("block_output_tangents") is { } tangents
                ? [.. tangents.Items(network.Blocks).Select(tangent => tangent.Array(state))]
                : null,
            Updates = Given("updates") is { } given ? OracleHalf.ReadAll(given, network) : null,
            UpdateResponse = Given("update_response")?.Array(state),
            LossGradient = Given("loss_gradient") is { } gradient ? OracleHalf.ReadAll(gradient, network) : null,
            LossAfterStep = Given("loss_after_step") is { } after
                ? [.. after.Members().Select(entry => (LearningRate(entry.Name, entry.Value), entry.Value.Number()))]
                : null,
            FirstVersionUpdates = file.Find("first_version_updates") is { } updates
                ? OracleHalf.ReadAll(updates, network)
                : null,
            FirstVersionUpdateResponse = file.Find("first_version_update_response")?.Array(state),
        };

        KeyedValue? Given(string key) =>
            file.Find(key) is { Element.ValueKind: not System.Text.Json.JsonValueKind.Null } value ? value : null;
    }

    private static double LearningRate(string name, KeyedValue entry) =>
        double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && double.IsFinite(rate)
            ? rate
            : throw entry.Wrong("must be named by a finite learning rate", $"\"{name}\"");
}
