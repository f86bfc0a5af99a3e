namespace ExactGN.Networks;

/// <summary>A reversible convolutional network: F and G are fixed random convolutions, φ, and a trained pointwise
/// output.</summary>
/// <remarks>ã has one row per sample and position: the features of the patch around it. Full row rank, and with it an
/// exact step, wants n·positions ≤ h + 1. theory/architectures.md. The network owns its tensors; disposing it frees
/// them.</remarks>
[Equation("patches: ã has a row per position")]
public sealed class RevConvNet : ReversibleNetwork
{
    /// <summary>Draws a network, as <see cref="RevMlp"/> is drawn.</summary>
    /// <param name="options">Its shape and seed.</param>
    /// <param name="dtype">float32 (the default) or float64.</param>
    /// <param name="device">The device of all its tensors; the CPU when null.</param>
    /// <exception cref="ArgumentException">An option or the dtype breaks its rule, or the network does not fit into
    /// memory.</exception>
    public RevConvNet(RevConvNetOptions options, ScalarType dtype = ScalarType.Float32, Device? device = null)
        : base(NetworkTensors.Drawn(options.Validated(), dtype, device ?? CPU)) => Options = options;

    private RevConvNet(
        RevConvNetOptions options, IReadOnlyDictionary<string, Tensor> tensors, ScalarType dtype, Device device)
        : base(NetworkTensors.Copied(options.Validated(), tensors, dtype, device)) => Options = options;

    /// <summary>The options this network was made with.</summary>
    public RevConvNetOptions Options { get; }

    /// <summary>Makes a network of given tensors, which are copied.</summary>
    /// <param name="options">The shape; its seed and σ are not used.</param>
    /// <param name="tensors">One tensor for every name of <see cref="ReversibleNetwork.NamedTensors"/>, of the
    /// shapes that the options demand.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">The device; the CPU when null.</param>
    /// <exception cref="ArgumentException">A tensor is missing or has another shape, or an option breaks its
    /// rule.</exception>
    public static RevConvNet FromTensors(
        RevConvNetOptions options,
        IReadOnlyDictionary<string, Tensor> tensors,
        ScalarType dtype,
        Device? device = null) =>
        new(options, tensors, dtype, device ?? CPU);
}

/// <summary>The shape and the random draws of a <see cref="RevConvNet"/>.</summary>
[Equation("patches: ã has a row per position")]
public sealed record RevConvNetOptions : ImageNetworkOptions
{
    /// <summary>The longest side of a patch.</summary>
    public const int MostKernel = 1023;

    /// <summary>Positions along each side of a patch, odd.</summary>
    public int Kernel { get; init; } = 3;

    private protected override RowLayout LayoutOfF => new PositionLayout(HalfChannels, Rows, Columns, Kernel);

    private protected override RowLayout LayoutOfG => LayoutOfF;

    /// <summary>Checks every rule of the options.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">A rule is broken; the message gives the rule, then the value.</exception>
    public RevConvNetOptions Validated()
    {
        RequireImageRules();
        OptionRule.Require(
            Kernel <= MostKernel && Kernel % 2 == 1,
            $"A patch has a centre, so Kernel must be odd, from 1 to {MostKernel}, got {Kernel}.");
        return this;
    }

    private protected override INetworkOptions OfItsKind() => Validated();

    private protected override ReversibleNetwork Drawn(ScalarType dtype, Device? device) =>
        new RevConvNet(this, dtype, device);
}
