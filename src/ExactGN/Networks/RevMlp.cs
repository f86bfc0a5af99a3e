namespace ExactGN.Networks;

/// <summary>The paper's reversible network: L coupling blocks of random features of the whole half, x₀ → x_L, and a
/// fixed orthonormal read-out f = x_L U.</summary>
/// <remarks>
/// <para>The seed's draws are made in float64 on the CPU and then cast, so one seed means one network for every dtype
/// and device: V entries N(0, 1/h), W entries N(0, σ²), bias 0, U from the QR factorisation of a Gaussian matrix.
/// theory/reversible.md.</para>
/// <para>The network owns its tensors; disposing it frees them.</para>
/// </remarks>
[Equation("V ~ N(0, 1/h), W ~ N(0, σ²), b = 0")]
public sealed class RevMlp : ReversibleNetwork
{
    /// <summary>Draws a network.</summary>
    /// <param name="options">Its shape and seed.</param>
    /// <param name="dtype">float32 (the default) or float64.</param>
    /// <param name="device">The device of all its tensors; the CPU when null.</param>
    /// <exception cref="ArgumentException">An option or the dtype breaks its rule, or the network does not fit into
    /// memory.</exception>
    public RevMlp(RevMlpOptions options, ScalarType dtype = ScalarType.Float32, Device? device = null)
        : base(NetworkTensors.Drawn(options.Validated(), dtype, device ?? CPU)) => Options = options;

    private RevMlp(RevMlpOptions options, IReadOnlyDictionary<string, Tensor> tensors, ScalarType dtype, Device device)
        : base(NetworkTensors.Copied(options.Validated(), tensors, dtype, device)) => Options = options;

    /// <summary>The options this network was made with.</summary>
    public RevMlpOptions Options { get; }

    /// <summary>Makes a network of given tensors, which are copied.</summary>
    /// <param name="options">The shape; its seed and σ are not used.</param>
    /// <param name="tensors">One tensor for every name of <see cref="ReversibleNetwork.NamedTensors"/>, of the
    /// shapes that the options demand.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">The device; the CPU when null.</param>
    /// <exception cref="ArgumentException">A tensor is missing or has another shape, or an option breaks its
    /// rule.</exception>
    public static RevMlp FromTensors(
        RevMlpOptions options,
        IReadOnlyDictionary<string, Tensor> tensors,
        ScalarType dtype,
        Device? device = null) =>
        new(options, tensors, dtype, device ?? CPU);
}
