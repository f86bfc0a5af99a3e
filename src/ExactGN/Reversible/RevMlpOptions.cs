namespace ExactGN;

/// <summary>The shape and the random draws of a reversible network; theory/reversible.md gives the formulae.</summary>
public sealed record RevMlpOptions
{
    /// <summary>The largest width of state, projection and read-out.</summary>
    public const int MostWidth = 1 << 24;

    /// <summary>The largest number of blocks.</summary>
    public const int MostBlocks = 1_000_000;

    /// <summary>d, the width of the state: even, one half per coupling.</summary>
    public required int Features { get; init; }

    /// <summary>h, the width of the fixed random projections ("inverted bottleneck" when h ≫ d/2); null for none: φ acts on the half itself.</summary>
    public int? Hidden { get; init; }

    /// <summary>L, the number of coupling blocks.</summary>
    public int Blocks { get; init; } = 2;

    /// <summary>c, the width of the fixed orthonormal read-out; null for none: the loss is taken on the whole state.</summary>
    public int? Classes { get; init; }

    /// <summary>Whether each half-coupling has a bias, the last row of its W.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Whether the first block is linear (φ = identity), as in the paper's networks; all others use ReLU.</summary>
    public bool LinearInputBlock { get; init; } = true;

    /// <summary>σ, the standard deviation of the initial weights; the biases start at zero.</summary>
    public double InitialSigma { get; init; } = 1e-3;

    /// <summary>The seed of every draw: projections, weights, read-out.</summary>
    /// <remarks>
    /// The numbers are those of torch's generator of this seed. What a program draws after <c>manual_seed</c> of the same number is
    /// therefore W/σ, entry for entry: give data another seed. Runs of the experiments draw each from a stream of its own (RUN-23).
    /// </remarks>
    public int Seed { get; init; } = 42;

    /// <summary>q = d/2, the width of a half.</summary>
    public int HalfWidth => Features / 2;

    /// <summary>m, the rows of each W: h (or q without projection), and one more with bias.</summary>
    public int WeightRows => (Hidden ?? HalfWidth) + (Bias ? 1 : 0);

    /// <summary>Checks every rule of the options.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">A rule is broken; the message gives the rule, then the value.</exception>
    public RevMlpOptions Validated()
    {
        Require(Features is > 0 and <= MostWidth && Features % 2 == 0, $"The state is split into two equal halves, so Features must be even and positive, at most {MostWidth}, got {Features}.");
        Require(Hidden is null or (> 0 and <= MostWidth), $"Hidden must be positive, at most {MostWidth}, or null for no projection, got {Hidden}.");
        Require(Blocks is > 0 and <= MostBlocks, $"A network needs at least one block and has {MostBlocks} at most, got Blocks = {Blocks}.");
        Require(Classes is null or > 0, $"Classes must be positive, or null for no read-out, got {Classes}.");
        Require(Classes is null || Classes <= Features, $"An orthonormal read-out cannot be wider than the state, got Classes = {Classes} and Features = {Features}.");
        Require(double.IsFinite(InitialSigma) && InitialSigma >= 0, $"InitialSigma must be finite and not negative, got {InitialSigma}.");
        return this;
    }

    /// <summary>The bytes that the network's tensors take, with a kilobyte each for what stands around them.</summary>
    /// <param name="dtype">float32 or float64.</param>
    internal Int128 Bytes(ScalarType dtype)
    {
        Int128 half = (Int128)WeightRows * HalfWidth + (Int128)(Hidden ?? 0) * HalfWidth;
        var readout = (Int128)Features * (Classes ?? 0);
        return (2 * Blocks * half + readout) * (dtype == ScalarType.Float64 ? 8 : 4) + (Int128)Blocks * (Hidden is null ? 2 : 4) * 1024;
    }

    /// <summary>Refuses a network that memory cannot hold, before anything of it is drawn.</summary>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="available">The bytes that this process may have.</param>
    /// <exception cref="ArgumentException">It cannot; the message gives both figures.</exception>
    internal RevMlpOptions FittingInto(long available, ScalarType dtype)
    {
        // While a tensor is drawn it is there in float64 twice and once more in the network's dtype.
        var largest = Int128.Max((Int128)Math.Max(WeightRows, Hidden ?? 0) * HalfWidth, (Int128)Features * (Classes ?? 0));
        var needed = Bytes(dtype) + 16 * largest;
        MemoryRule.Require(needed, available, string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"A network must fit into memory; this one (Features = {Features}, Hidden = {Hidden?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}, Blocks = {Blocks})"), " to draw");
        return this;
    }

    private static void Require(bool rule, string message)
    {
        if (!rule)
        {
            throw new ArgumentException(message);
        }
    }
}
