using System.Globalization;

namespace ExactGN.Networks;

/// <summary>The tensors that an architecture's options demand: their shapes, their draw, and the network that they
/// make.</summary>
/// <param name="options">The options, validated.</param>
internal sealed class NetworkTensors(INetworkOptions options)
{
    private const string Readout = "readout";

    /// <summary>The parts of a network that is drawn.</summary>
    /// <param name="options">The options, validated.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">The device.</param>
    /// <exception cref="ArgumentException">The dtype is another, or memory cannot hold it.</exception>
    internal static (IReadOnlyList<CouplingBlock> Blocks, Tensor? Readout) Drawn(
        INetworkOptions options, ScalarType dtype, Device device)
    {
        RequireFloat(dtype);
        using var scope = NewDisposeScope();
        var tensors = new NetworkTensors(options).FittingInto(MemoryRule.Available, dtype);
        return tensors.Build(tensors.Draw(dtype), dtype, device, copy: false);
    }

    /// <summary>The parts of a network of given tensors, which are copied.</summary>
    /// <param name="options">The options, validated.</param>
    /// <param name="given">The tensors by name.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">The device.</param>
    /// <exception cref="ArgumentException">The dtype is another, or a tensor is missing or has another
    /// shape.</exception>
    internal static (IReadOnlyList<CouplingBlock> Blocks, Tensor? Readout) Copied(
        INetworkOptions options, IReadOnlyDictionary<string, Tensor> given, ScalarType dtype, Device device)
    {
        var tensors = new NetworkTensors(options);
        tensors.Require(given);
        RequireFloat(dtype);
        return tensors.Build(given, dtype, device, copy: true);
    }

    /// <summary>Every tensor by name, in the order in which they are drawn.</summary>
    internal IEnumerable<(string Name, long[] Shape)> Shapes
    {
        get
        {
            foreach (var entry in options.Couplings.SelectMany(plan => plan.Shapes))
            {
                yield return entry;
            }

            if (options.Classes is { } classes)
            {
                yield return (Readout, [options.Features, classes]);
            }
        }
    }

    /// <summary>Draws them in float64, so that one seed means one network, and holds them in the network's own
    /// dtype: twice the memory would be needed otherwise.</summary>
    /// <param name="dtype">float32 or float64.</param>
    /// <returns>In the caller's dispose scope.</returns>
    internal Dictionary<string, Tensor> Draw(ScalarType dtype)
    {
        using var generator = new Generator((ulong)options.Seed, CPU);
        Dictionary<string, Tensor> drawn = [];
        foreach (var plan in options.Couplings)
        {
            foreach (var (name, shape) in plan.Shapes)
            {
                Add(name, shape, gaussian => name == plan.Projection ? gaussian / Math.Sqrt(shape[1])
                    : !plan.Bias ? options.InitialSigma * gaussian
                    : cat([
                        options.InitialSigma * gaussian.narrow(0, 0, shape[0] - 1),
                        zeros([1, shape[1]], dtype: float64),
                    ]));
            }
        }

        if (options.Classes is { } classes)
        {
            Add(Readout, [options.Features, classes], gaussian => linalg.qr(gaussian).Q);
        }

        return drawn;

        void Add(string name, long[] shape, Func<Tensor, Tensor> from)
        {
            using var scope = NewDisposeScope();
            var tensor = from(randn(shape, dtype: float64, generator: generator)).to(dtype);
            drawn.Add(name, tensor.MoveToOuterDisposeScope());
        }
    }

    /// <summary>Every tensor must be there, and have its shape.</summary>
    /// <param name="tensors">The tensors by name.</param>
    /// <exception cref="ArgumentException">One is missing or has another shape.</exception>
    internal void Require(IReadOnlyDictionary<string, Tensor> tensors)
    {
        foreach (var (name, shape) in Shapes)
        {
            if (!tensors.TryGetValue(name, out var tensor))
            {
                throw new ArgumentException(
                    $"A network with these options needs a tensor '{name}' of shape [{string.Join(", ", shape)}], "
                    + "and there is none.");
            }

            ShapeRule.RequireDense(tensor, $"The tensor '{name}'");
            if (!tensor.shape.SequenceEqual(shape))
            {
                throw new ArgumentException(
                    $"The tensor '{name}' must have shape [{string.Join(", ", shape)}], "
                    + $"got [{string.Join(", ", tensor.shape)}].");
            }
        }
    }

    /// <summary>The blocks and the read-out that they make.</summary>
    /// <param name="tensors">The tensors by name, of the right shapes.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">The device.</param>
    /// <param name="copy">Whether they stay the caller's.</param>
    internal (IReadOnlyList<CouplingBlock> Blocks, Tensor? Readout) Build(
        IReadOnlyDictionary<string, Tensor> tensors, ScalarType dtype, Device device, bool copy)
    {
        using var scope = NewDisposeScope();
        var halves = options.Couplings.Select(Half).ToArray();
        return (
            [.. halves.Chunk(2).Select(pair => new CouplingBlock(pair[0], pair[1]))],
            options.Classes is null ? null : Take(Readout).DetachFromDisposeScope());

        HalfCoupling Half(CouplingPlan plan)
        {
            var projection = plan.Hidden is null ? null : Take(plan.Projection);
            var features = new RandomFeatures(plan.Layout, projection, plan.Activation, plan.Bias);
            return new(plan.Name, nn.Parameter(Take(plan.Weight)), features);
        }

        // Row-major, as a file holds them: products depend on the layout in their last bits, and a loaded network
        // must repeat the saved one's.
        Tensor Take(string name) => tensors[name].detach().to(dtype, device, copy: copy).contiguous();
    }

    /// <summary>The bytes that the network's tensors take, with a kilobyte each for what stands around them.</summary>
    /// <param name="dtype">float32 or float64.</param>
    internal Int128 Bytes(ScalarType dtype)
    {
        var block = OfOneBlock.ToArray();
        var ofBlock = block.Aggregate(Int128.Zero, (sum, shape) => sum + Numbers(shape));
        var numbers = options.Blocks * ofBlock + ReadoutNumbers;
        return numbers * (dtype == ScalarType.Float64 ? 8 : 4) + (Int128)options.Blocks * block.Length * 1024;
    }

    /// <summary>Refuses a network that memory cannot hold, before anything of it is drawn.</summary>
    /// <param name="available">The bytes that this process may have.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <returns>These.</returns>
    /// <exception cref="ArgumentException">It cannot; the message gives both figures.</exception>
    internal NetworkTensors FittingInto(long available, ScalarType dtype)
    {
        // While a tensor is drawn it is there in float64 twice and once more in the network's dtype.
        var needed = Bytes(dtype) + 16 * Int128.Max(OfOneBlock.Max(Numbers), ReadoutNumbers);
        var hidden = options.Couplings.First().Hidden?.ToString(CultureInfo.InvariantCulture) ?? "none";
        MemoryRule.Require(
            needed,
            available,
            $"A network must fit into memory; this one "
            + $"(Features = {options.Features}, Hidden = {hidden}, Blocks = {options.Blocks})",
            " to draw");
        return this;
    }

    private static void RequireFloat(ScalarType dtype)
    {
        if (dtype is not (ScalarType.Float32 or ScalarType.Float64))
        {
            throw new ArgumentException($"A network's dtype must be float32 or float64, got {dtype}.");
        }
    }

    // All blocks are alike.
    private IEnumerable<long[]> OfOneBlock =>
        options.Couplings.Take(2).SelectMany(plan => plan.Shapes).Select(entry => entry.Shape);

    private Int128 ReadoutNumbers => (Int128)options.Features * (options.Classes ?? 0);

    private static Int128 Numbers(long[] shape) => shape.Aggregate(Int128.One, (product, n) => product * n);
}
