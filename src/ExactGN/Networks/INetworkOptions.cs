namespace ExactGN.Networks;

/// <summary>The shape and the random draws of a network of random features, whatever its architecture.</summary>
/// <remarks>A network of couplings of one's own needs none: <see cref="ReversibleNetwork"/> takes its blocks.</remarks>
[Equation("F(x) = ã(x)·W, of which only W is trained")]
public interface INetworkOptions
{
    /// <summary>d, the width of the state: even, one half per coupling.</summary>
    int Features { get; }

    /// <summary>h, the width of the fixed random projections; null for none.</summary>
    int? Hidden { get; }

    /// <summary>L, the number of coupling blocks.</summary>
    int Blocks { get; }

    /// <summary>Whether the first block is linear (φ = identity).</summary>
    bool LinearInputBlock { get; }

    /// <summary>c, the width of the fixed orthonormal read-out; null for none: the loss is taken on the whole
    /// state.</summary>
    int? Classes { get; }

    /// <summary>σ, the standard deviation of the initial weights; the biases start at zero.</summary>
    double InitialSigma { get; }

    /// <summary>The seed of every draw: projections, weights, read-out.</summary>
    /// <remarks>
    /// The numbers are those of torch's generator of this seed, and the first W is drawn first. So what a program draws
    /// after <c>manual_seed</c> of the same number is W/σ, entry for entry, and data should have another seed. Runs of
    /// the experiments draw each from a stream of its own (RUN-23).
    /// </remarks>
    int Seed { get; }

    /// <summary>The half-couplings: F and G of the first block, then of the second, and so on.</summary>
    internal IEnumerable<CouplingPlan> Couplings { get; }

    /// <summary>Checks every rule of the options.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">A rule is broken; the message gives the rule, then the value.</exception>
    INetworkOptions Validated();

    /// <summary>The same network with other draws.</summary>
    /// <param name="seed">The seed of every draw.</param>
    INetworkOptions WithSeed(int seed);

    /// <summary>Draws the network.</summary>
    /// <param name="dtype">float32 (the default) or float64.</param>
    /// <param name="device">The device of all its tensors; the CPU when null.</param>
    /// <returns>A <see cref="RevMlp"/>, <see cref="RevConvNet"/> or <see cref="RevMixer"/>; the caller owns
    /// it.</returns>
    /// <exception cref="ArgumentException">An option or the dtype breaks its rule, or the network does not fit into
    /// memory.</exception>
    ReversibleNetwork Draw(ScalarType dtype = ScalarType.Float32, Device? device = null);

    /// <summary>Images [n, channels·height·width], each channel row by row, as states x₀ of the network: the same
    /// numbers, each in its place.</summary>
    /// <param name="images">Shape [n, d].</param>
    /// <returns>Shape [n, d]; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The width is another.</exception>
    Tensor ToStates(Tensor images);

    /// <summary>The inverse of <see cref="ToStates"/>.</summary>
    /// <param name="states">Shape [n, d].</param>
    /// <returns>Shape [n, d]; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The width is another.</exception>
    Tensor ToImages(Tensor states);
}
