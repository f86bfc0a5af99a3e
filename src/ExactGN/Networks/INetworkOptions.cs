namespace ExactGN.Networks;

/// <summary>The shape and the random draws of a network of random features, whatever its architecture.</summary>
/// <remarks>A network of couplings of one's own needs none: <see cref="ReversibleNetwork"/> takes its blocks.</remarks>
public interface INetworkOptions
{
    /// <summary>d, the width of the state: even, one half per coupling.</summary>
    int Features { get; }

    /// <summary>L, the number of coupling blocks.</summary>
    int Blocks { get; }

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
}
