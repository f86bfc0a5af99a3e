namespace ExactGN.Experiments.Oracle;

/// <summary>The loss of a reference case, in the reference's words.</summary>
public enum OracleLoss
{
    /// <summary>The mean over all n·c entries of (z − t)²; ε = 2(z − t), twice the Newton direction.</summary>
    MeanSquaredError,

    /// <summary>Mean softmax cross-entropy; ε = p − t, the Hessian replaced by the identity.</summary>
    CrossEntropyIdentity,

    /// <summary>Mean softmax cross-entropy; ε = H⁺g.</summary>
    CrossEntropyExact,
}

/// <summary>The configuration of a reference case: network, batch, loss and truncation.</summary>
/// <param name="Network">The network's shape.</param>
/// <param name="Batch">n.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Rtol">Relative tolerance on singular values; 0 drops none.</param>
/// <param name="Atol">Absolute tolerance on singular values.</param>
public sealed record OracleConfig(RevMlpOptions Network, int Batch, OracleLoss Loss, double Rtol, double Atol)
{
    /// <summary>The width of outputs and targets: c, or d without read-out.</summary>
    public int Outputs => Network.Classes ?? Network.Features;

    /// <summary>The step that the reference takes: truncated SVD, blocks summed without 1/L. Mean squared error needs
    /// its factor 2 besides.</summary>
    public ReversibleGaussNewton GaussNewton => new(
        new TruncatedSvd(Rtol, Atol),
        Loss == OracleLoss.MeanSquaredError ? new SquaredError() : new SoftmaxCrossEntropy(),
        Loss == OracleLoss.CrossEntropyExact ? Curvature.Exact : Curvature.Identity)
    {
        Scaling = StepScaling.Reference,
    };

    /// <summary>The factor from our ε to the reference's: 2 for mean squared error.</summary>
    public double ErrorFactor => Loss == OracleLoss.MeanSquaredError ? 2 : 1;

    /// <summary>The factor from our mean loss per sample to the reference's loss: 2/c for mean squared error (mean
    /// over n·c entries, no ½).</summary>
    public double LossFactor => Loss == OracleLoss.MeanSquaredError ? 2.0 / Outputs : 1;

    internal static OracleConfig Read(KeyedValue config)
    {
        config["dtype"].OneOf("float64");
        config["inv_method"].OneOf("default");
        config["non_linearity"].OneOf("relu");
        config["first_block_non_linearity"].OneOf("identity");
        var loss = config["loss"].OneOf("mse", "ce_identity", "ce_exact") switch
        {
            "mse" => OracleLoss.MeanSquaredError,
            "ce_identity" => OracleLoss.CrossEntropyIdentity,
            _ => OracleLoss.CrossEntropyExact,
        };
        return new(
            ReadNetwork(config),
            Positive(config["batch"]),
            loss,
            NotNegative(config["rtol"]),
            NotNegative(config["atol"]));
    }

    internal static RevMlpOptions ReadNetwork(KeyedValue config)
    {
        try
        {
            return new RevMlpOptions
            {
                Features = config["feature_dim"].Integer(),
                Hidden = config.OrNull("hidden_dim")?.Integer(),
                Blocks = config["num_blocks"].Integer(),
                Classes = config.OrNull("output_dim")?.Integer(),
                Bias = config["bias"].Flag(),
                LinearInputBlock = true,
            }.Validated();
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException(
                $"'{config.File}': key '{config.Key}' describes no network: {error.Message}", error);
        }
    }

    internal static int Positive(KeyedValue value) =>
        value.Integer() is > 0 and var n ? n : throw value.Wrong("must be positive", $"{value.Integer()}");

    internal static double NotNegative(KeyedValue value) =>
        value.Number() is >= 0 and var t ? t : throw value.Wrong("must not be negative", $"{value.Number()}");
}
