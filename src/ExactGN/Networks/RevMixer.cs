namespace ExactGN.Networks;

/// <summary>A reversible mixer: F mixes the positions (tokens) of each channel, G the channels of each
/// position.</summary>
/// <remarks>F's ã has one row per sample and channel of a half, G's one per sample and position. Full row rank, and
/// with it an exact step, wants n·channels/2 and n·positions ≤ h + 1. theory/architectures.md. The network owns its
/// tensors; disposing it frees them.</remarks>
[Equation("F mixes positions, G channels")]
public sealed class RevMixer : ReversibleNetwork
{
    /// <summary>Draws a network, as <see cref="RevMlp"/> is drawn.</summary>
    /// <param name="options">Its shape and seed.</param>
    /// <param name="dtype">float32 (the default) or float64.</param>
    /// <param name="device">The device of all its tensors; the CPU when null.</param>
    /// <exception cref="ArgumentException">An option or the dtype breaks its rule, or the network does not fit into
    /// memory.</exception>
    public RevMixer(RevMixerOptions options, ScalarType dtype = ScalarType.Float32, Device? device = null)
        : base(NetworkTensors.Drawn(options.Validated(), dtype, device ?? CPU)) => Options = options;

    private RevMixer(
        RevMixerOptions options, IReadOnlyDictionary<string, Tensor> tensors, ScalarType dtype, Device device)
        : base(NetworkTensors.Copied(options.Validated(), tensors, dtype, device)) => Options = options;

    /// <summary>The options this network was made with.</summary>
    public RevMixerOptions Options { get; }

    /// <summary>Makes a network of given tensors, which are copied.</summary>
    /// <param name="options">The shape; its seed and σ are not used.</param>
    /// <param name="tensors">One tensor for every name of <see cref="ReversibleNetwork.NamedTensors"/>, of the
    /// shapes that the options demand.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">The device; the CPU when null.</param>
    /// <exception cref="ArgumentException">A tensor is missing or has another shape, or an option breaks its
    /// rule.</exception>
    public static RevMixer FromTensors(
        RevMixerOptions options,
        IReadOnlyDictionary<string, Tensor> tensors,
        ScalarType dtype,
        Device? device = null) =>
        new(options, tensors, dtype, device ?? CPU);
}

/// <summary>The shape and the random draws of a <see cref="RevMixer"/>.</summary>
[Equation("F mixes positions, G channels")]
public sealed record RevMixerOptions : ImageNetworkOptions
{
    private protected override RowLayout LayoutOfF => new ChannelLayout(HalfChannels, Positions);

    private protected override RowLayout LayoutOfG => new PositionLayout(HalfChannels, Rows, Columns, Kernel: 1);

    /// <summary>Checks every rule of the options.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">A rule is broken; the message gives the rule, then the value.</exception>
    public RevMixerOptions Validated()
    {
        RequireImageRules();
        return this;
    }

    private protected override INetworkOptions OfItsKind() => Validated();

    private protected override ReversibleNetwork Drawn(ScalarType dtype, Device? device) =>
        new RevMixer(this, dtype, device);
}
