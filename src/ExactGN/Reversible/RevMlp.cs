using TorchSharp.Modules;

namespace ExactGN;

/// <summary>The reversible network: L coupling blocks, x₀ → x_L, and a fixed orthonormal read-out f = x_L U.</summary>
/// <remarks>
/// <para>The seed's draws are made in float64 on the CPU and then cast, so one seed means one network for every dtype and device:
/// V entries N(0, 1/h), W entries N(0, σ²), bias 0, U from the QR factorisation of a Gaussian matrix. theory/reversible.md.</para>
/// <para>The network owns its tensors; disposing it frees them.</para>
/// </remarks>
public sealed class RevMlp : IDisposable
{
    /// <summary>Draws a network.</summary>
    /// <param name="options">Its shape and seed.</param>
    /// <param name="dtype">float32 (the default) or float64.</param>
    /// <param name="device">The device of all its tensors; the CPU when null.</param>
    /// <exception cref="ArgumentException">An option or the dtype breaks its rule, or the network does not fit into memory.</exception>
    public RevMlp(RevMlpOptions options, ScalarType dtype = ScalarType.Float32, Device? device = null)
        : this(options.Validated().FittingInto(MemoryRule.Available, dtype), () => Draw(options, dtype), dtype, device ?? CPU, copy: false)
    {
    }

    private RevMlp(RevMlpOptions options, Func<IReadOnlyDictionary<string, Tensor>> source, ScalarType dtype, Device device, bool copy)
    {
        if (dtype is not (ScalarType.Float32 or ScalarType.Float64))
        {
            throw new ArgumentException($"A network's dtype must be float32 or float64, got {dtype}.");
        }

        Options = options;
        using var scope = NewDisposeScope();
        var tensors = source();
        // Row-major, as a file holds them: products depend on the layout in their last bits, and a loaded network must repeat the saved one's.
        Tensor Take(string name) => tensors[name].detach().to(dtype, device, copy: copy).contiguous();
        Blocks = [.. Enumerable.Range(0, options.Blocks).Select(i => new CouplingBlock(Half(i, "f"), Half(i, "g")))];
        ReadoutMatrix = options.Classes is null ? null : Take("readout").DetachFromDisposeScope();

        HalfCoupling Half(int block, string half)
        {
            var name = $"blocks.{block}.{half}";
            var projection = options.Hidden is null ? null : Take($"{name}.projection");
            return new(name, nn.Parameter(Take($"{name}.weight")), projection, options.Bias, block == 0 && options.LinearInputBlock);
        }
    }

    /// <summary>The options this network was made with.</summary>
    public RevMlpOptions Options { get; }

    /// <summary>The blocks, from the input to the output.</summary>
    public IReadOnlyList<CouplingBlock> Blocks { get; }

    /// <summary>U, shape [d, c], orthonormal columns, fixed; null when there is no read-out.</summary>
    public Tensor? ReadoutMatrix { get; }

    /// <summary>All half-couplings: F and G of the first block, then of the second, and so on.</summary>
    public IEnumerable<HalfCoupling> HalfCouplings => Blocks.SelectMany(block => (HalfCoupling[])[block.F, block.G]);

    /// <summary>The dtype of every tensor.</summary>
    public ScalarType Dtype => Blocks[0].F.Weight.dtype;

    /// <summary>The device of every tensor.</summary>
    public Device Device => Blocks[0].F.Weight.device;

    /// <summary>The trainable tensors by name, as TorchSharp's optimisers take them.</summary>
    public IEnumerable<(string name, Parameter parameter)> NamedParameters() =>
        HalfCouplings.Where(half => half.Trainable).Select(half => ($"{half.Name}.weight", half.Weight));

    /// <summary>Every tensor by name: weights, projections, read-out. They stay owned by the network.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> NamedTensors()
    {
        foreach (var half in HalfCouplings)
        {
            yield return ($"{half.Name}.weight", half.Weight);
            if (half.Projection is { } projection)
            {
                yield return ($"{half.Name}.projection", projection);
            }
        }

        if (ReadoutMatrix is not null)
        {
            yield return ("readout", ReadoutMatrix);
        }
    }

    /// <summary>Makes a network of given tensors, which are copied.</summary>
    /// <param name="options">The shape; its seed and σ are not used.</param>
    /// <param name="tensors">One tensor for every name of <see cref="NamedTensors"/>, of the shapes that the options demand.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">The device; the CPU when null.</param>
    /// <exception cref="ArgumentException">A tensor is missing or has another shape, or an option breaks its rule.</exception>
    public static RevMlp FromTensors(RevMlpOptions options, IReadOnlyDictionary<string, Tensor> tensors, ScalarType dtype, Device? device = null)
    {
        foreach (var (name, shape) in Shapes(options.Validated()))
        {
            if (!tensors.TryGetValue(name, out var tensor))
            {
                throw new ArgumentException($"A network with these options needs a tensor '{name}' of shape [{string.Join(", ", shape)}], and there is none.");
            }

            if (!tensor.shape.SequenceEqual(shape))
            {
                throw new ArgumentException($"The tensor '{name}' must have shape [{string.Join(", ", shape)}], got [{string.Join(", ", tensor.shape)}].");
            }
        }

        return new(options, () => tensors, dtype, device ?? CPU, copy: true);
    }

    /// <summary>x₀ → x_L. Differentiable by autograd in W.</summary>
    /// <param name="x">x₀, shape [n, d], with the network's dtype and device.</param>
    /// <returns>x_L, shape [n, d]; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The width, dtype or device is another.</exception>
    public Tensor Forward(Tensor x)
    {
        RequireState(x, nameof(x));
        using var scope = NewDisposeScope();
        return Blocks.Aggregate(Halves.Split(x), (state, block) => block.Forward(state)).Join().MoveToOuterDisposeScope();
    }

    /// <summary>x_L → x₀, block by block from the last to the first.</summary>
    /// <param name="state">x_L, shape [n, d].</param>
    /// <returns>x₀, shape [n, d]; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The width, dtype or device is another.</exception>
    public Tensor Inverse(Tensor state)
    {
        RequireState(state, nameof(state));
        using var scope = NewDisposeScope();
        return Blocks.Reverse().Aggregate(Halves.Split(state), (y, block) => block.Inverse(y)).Join().MoveToOuterDisposeScope();
    }

    /// <summary>f = x_L U, shape [n, c]; x_L itself when there is no read-out. The caller owns the result.</summary>
    /// <param name="state">x_L, shape [n, d].</param>
    /// <exception cref="ArgumentException">The width, dtype or device is another.</exception>
    public Tensor ReadOut(Tensor state)
    {
        ShapeRule.Require(state, Options.Features, Blocks[0].F.Weight, "A state");
        return ReadoutMatrix is null ? state.alias() : state.mm(ReadoutMatrix);
    }

    /// <summary>The read-out of the last state, f(x) = x_L U, shape [n, c]; the caller owns it.</summary>
    /// <param name="x">x₀, shape [n, d].</param>
    public Tensor Output(Tensor x)
    {
        using var scope = NewDisposeScope();
        return ReadOut(Forward(x)).MoveToOuterDisposeScope();
    }

    /// <summary>ε Uᵀ, shape [n, d]: the state tangent of least norm that the read-out maps to ε (UᵀU = I). The caller owns the result.</summary>
    /// <param name="output">ε, shape [n, c].</param>
    /// <exception cref="ArgumentException">The width, dtype or device is another.</exception>
    public Tensor Lift(Tensor output)
    {
        ShapeRule.Require(output, Options.Classes ?? Options.Features, Blocks[0].F.Weight, "An output error");
        using var scope = NewDisposeScope();
        return (ReadoutMatrix is null ? output.alias() : output.mm(ReadoutMatrix.mT)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in Blocks)
        {
            block.Dispose();
        }

        ReadoutMatrix?.Dispose();
    }

    internal void RequireState(Tensor x, string parameter)
    {
        if (x.dim() != 2 || x.size(0) == 0 || x.size(1) != Options.Features)
        {
            throw new ArgumentException($"A batch must have shape [n ≥ 1, {Options.Features}], got [{string.Join(", ", x.shape)}].", parameter);
        }

        if (x.dtype != Dtype || x.device_type != Device.type)
        {
            throw new ArgumentException($"A batch must have the network's dtype and device, {Dtype} on {Device.type}, got {x.dtype} on {x.device_type}.", parameter);
        }
    }

    /// <summary>Two networks that are compared weight by weight.</summary>
    /// <param name="other">The other.</param>
    internal void RequireSameShape(RevMlp other)
    {
        var (own, others) = (HalfCouplings.Select(Text).ToArray(), other.HalfCouplings.Select(Text).ToArray());
        if (!own.SequenceEqual(others))
        {
            var i = own.Zip(others).TakeWhile(pair => pair.First == pair.Second).Count();
            throw new ArgumentException($"Two networks are compared weight by weight, so all must share shape, dtype and device, got {own.ElementAtOrDefault(i) ?? "none"} and {others.ElementAtOrDefault(i) ?? "none"}.");
        }

        static string Text(HalfCoupling half) => $"{half.Name} [{string.Join(", ", half.Weight.shape)}] of {half.Weight.dtype} on {half.Weight.device_type}";
    }

    private static IEnumerable<(string Name, long[] Shape)> Shapes(RevMlpOptions options)
    {
        foreach (var name in Enumerable.Range(0, options.Blocks).SelectMany(i => (string[])[$"blocks.{i}.f", $"blocks.{i}.g"]))
        {
            yield return ($"{name}.weight", [options.WeightRows, options.HalfWidth]);
            if (options.Hidden is { } hidden)
            {
                yield return ($"{name}.projection", [options.HalfWidth, hidden]);
            }
        }

        if (options.Classes is { } classes)
        {
            yield return ("readout", [options.Features, classes]);
        }
    }

    // Drawn in float64, so that one seed means one network, and held in the network's own dtype: twice the memory would be needed otherwise.
    private static Dictionary<string, Tensor> Draw(RevMlpOptions options, ScalarType dtype)
    {
        using var generator = new Generator((ulong)options.Seed, CPU);
        return Shapes(options).ToDictionary(entry => entry.Name, entry => Draw(entry.Name, entry.Shape));

        Tensor Draw(string name, long[] shape)
        {
            using var scope = NewDisposeScope();
            var gaussian = randn(shape, dtype: float64, generator: generator);
            var drawn = name switch
            {
                "readout" => linalg.qr(gaussian).Q,
                _ when name.EndsWith(".projection", StringComparison.Ordinal) => gaussian / Math.Sqrt(shape[1]),
                _ when options.Bias => cat([options.InitialSigma * gaussian.narrow(0, 0, shape[0] - 1), zeros([1, shape[1]], dtype: float64)]),
                _ => options.InitialSigma * gaussian,
            };
            return drawn.to(dtype).MoveToOuterDisposeScope();
        }
    }
}
