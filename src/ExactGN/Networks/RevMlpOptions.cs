using System.Text.Json.Serialization;

namespace ExactGN.Networks;

/// <summary>The shape and the random draws of a reversible network; theory/reversible.md gives the formulae.</summary>
public sealed record RevMlpOptions : INetworkOptions
{
    /// <summary>The largest width of state, projection and read-out.</summary>
    public const int MostWidth = 1 << 24;

    /// <summary>The largest number of blocks.</summary>
    public const int MostBlocks = 1_000_000;

    /// <summary>d, the width of the state: even, one half per coupling.</summary>
    public required int Features { get; init; }

    /// <summary>h, the width of the fixed random projections ("inverted bottleneck" when h ≫ d/2); null for none: φ
    /// acts on the half itself.</summary>
    public int? Hidden { get; init; }

    /// <summary>L, the number of coupling blocks.</summary>
    public int Blocks { get; init; } = 2;

    /// <summary>c, the width of the fixed orthonormal read-out; null for none: the loss is taken on the whole
    /// state.</summary>
    public int? Classes { get; init; }

    /// <summary>Whether each half-coupling has a bias, the last row of its W.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Whether the first block is linear (φ = identity), as in the paper's networks; all others use
    /// <see cref="Activation"/>.</summary>
    [Equation("linear input block: rank [xV, 1] ≤ q + 1")]
    public bool LinearInputBlock { get; init; } = true;

    /// <summary>σ, the standard deviation of the initial weights; the biases start at zero.</summary>
    [Equation("V ~ N(0, 1/h), W ~ N(0, σ²), b = 0")]
    public double InitialSigma { get; init; } = 1e-3;

    /// <summary>The seed of every draw: projections, weights, read-out.</summary>
    /// <remarks>
    /// The numbers are those of torch's generator of this seed, and the first W is drawn first. So what a program draws
    /// after <c>manual_seed</c> of the same number is W/σ, entry for entry, and data should have another seed. Runs of
    /// the experiments draw each from a stream of its own (RUN-23).
    /// </remarks>
    public int Seed { get; init; } = 42;

    /// <summary>φ of all half-couplings but those of a linear first block.</summary>
    [JsonIgnore]
    public Activation Activation { get; init; } = Activation.Relu;

    // A file of the paper's networks names no φ.
    [JsonInclude, JsonPropertyName("Activation"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal string? ActivationName
    {
        get => Activation == Activation.Relu ? null : Activation.Name;
        init => Activation = value is null ? Activation.Relu : Activation.Named(value);
    }

    /// <summary>q = d/2, the width of a half.</summary>
    public int HalfWidth => Features / 2;

    /// <summary>m, the rows of each W: h (or q without projection), and one more with bias.</summary>
    public int WeightRows => (Hidden ?? HalfWidth) + (Bias ? 1 : 0);

    IEnumerable<CouplingPlan> INetworkOptions.Couplings =>
        from block in Enumerable.Range(0, Blocks)
        from half in (string[])["f", "g"]
        select new CouplingPlan(
            $"blocks.{block}.{half}",
            RowLayout.Samples(HalfWidth),
            Hidden,
            block == 0 && LinearInputBlock ? Activation.Identity : Activation,
            Bias);

    /// <summary>Checks every rule of the options.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">A rule is broken; the message gives the rule, then the value.</exception>
    public RevMlpOptions Validated()
    {
        OptionRule.Require(
            Features is > 0 and <= MostWidth && Features % 2 == 0,
            "The state is split into two equal halves, so Features must be even and positive, "
            + $"at most {MostWidth}, got {Features}.");
        OptionRule.RequireChain(this, Hidden);
        return this;
    }

    INetworkOptions INetworkOptions.Validated() => Validated();

    INetworkOptions INetworkOptions.WithSeed(int seed) => this with { Seed = seed };

    ReversibleNetwork INetworkOptions.Draw(ScalarType dtype, Device? device) => new RevMlp(this, dtype, device);

    // The state is the image as it is.
    Tensor INetworkOptions.ToStates(Tensor images) => AsItIs(images, "Images");

    Tensor INetworkOptions.ToImages(Tensor states) => AsItIs(states, "States");

    private Tensor AsItIs(Tensor rows, string what)
    {
        OptionRule.RequireRows(rows, Features, what);
        return rows.alias();
    }
}
