using TorchSharp.Modules;

namespace ExactGN.Networks;

/// <summary>A reversible network: a chain of L coupling blocks, x₀ → x_L, and a fixed read-out f = x_L U with
/// orthonormal columns.</summary>
/// <remarks>
/// Everything in this library takes one, whatever its couplings are: F(x) = ã(x)·W with only W trained is all that is
/// asked of them (<see cref="ICoupling"/>). <see cref="RevMlp"/>, <see cref="RevConvNet"/> and <see cref="RevMixer"/>
/// make networks of random features. The network owns its tensors; disposing it frees them. theory/reversible.md and
/// theory/architectures.md.
/// </remarks>
public class ReversibleNetwork : IDisposable
{
    /// <summary>Puts blocks of one's own together, without a read-out: the loss is taken on the whole
    /// state.</summary>
    /// <param name="blocks">The blocks, from the input to the output; become this network's own.</param>
    /// <exception cref="ArgumentException">There is no block, or widths, dtypes or names do not fit.</exception>
    public ReversibleNetwork(IEnumerable<CouplingBlock> blocks)
        : this((Fitting([.. blocks]), null))
    {
    }

    /// <summary>The same with a read-out.</summary>
    /// <param name="blocks">The blocks, from the input to the output; become this network's own.</param>
    /// <param name="readout">U, shape [d, c], with orthonormal columns; becomes this network's own.</param>
    /// <exception cref="ArgumentException">There is no block, widths, dtypes or names do not fit, or U is not
    /// orthonormal.</exception>
    public ReversibleNetwork(IEnumerable<CouplingBlock> blocks, Tensor readout)
        : this((Fitting([.. blocks]), readout.DetachFromDisposeScope())) => RequireOrthonormal(readout);

    private protected ReversibleNetwork((IReadOnlyList<CouplingBlock> Blocks, Tensor? Readout) parts)
    {
        (Blocks, ReadoutMatrix) = parts;
        Features = checked((int)(2 * Blocks[0].F.Coupling.Width));
    }

    /// <summary>d, the width of the state.</summary>
    public int Features { get; }

    /// <summary>The width of f: c, or d where there is no read-out.</summary>
    public int Outputs => (int)(ReadoutMatrix?.size(1) ?? Features);

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
    [Equation("only W is trained; V and U stay")]
    public IEnumerable<(string name, Parameter parameter)> NamedParameters() =>
        HalfCouplings.Where(half => half.Trainable).Select(half => ($"{half.Name}.weight", half.Weight));

    /// <summary>Every tensor by name: weights, the couplings' own such as projections, read-out. They stay owned by
    /// the network.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> NamedTensors()
    {
        foreach (var half in HalfCouplings)
        {
            yield return ($"{half.Name}.weight", half.Weight);
            foreach (var (name, tensor) in half.Coupling.Fixed)
            {
                yield return ($"{half.Name}.{name}", tensor);
            }
        }

        if (ReadoutMatrix is not null)
        {
            yield return ("readout", ReadoutMatrix);
        }
    }

    /// <summary>x₀ → x_L. Differentiable by autograd in W.</summary>
    /// <param name="x">x₀, shape [n, d], with the network's dtype and device.</param>
    /// <returns>x_L, shape [n, d]; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The width, dtype or device is another.</exception>
    [Equation("y¹ = x¹ + F(x²), y² = x² + G(y¹)")]
    public Tensor Forward(Tensor x)
    {
        RequireState(x, nameof(x));
        using var scope = NewDisposeScope();
        var state = default(Halves);
        foreach (var passage in Walk.Up(Blocks, x, CouplingEvaluation.Differentiable))
        {
            state = passage.Output;
        }

        return state.Join().MoveToOuterDisposeScope();
    }

    /// <summary>x_L → x₀, block by block from the last to the first.</summary>
    /// <param name="state">x_L, shape [n, d].</param>
    /// <returns>x₀, shape [n, d]; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The width, dtype or device is another.</exception>
    [Equation("x² = y² − G(y¹), x¹ = y¹ − F(x²)")]
    public Tensor Inverse(Tensor state)
    {
        RequireState(state, nameof(state));
        using var scope = NewDisposeScope();
        var x = default(Halves);
        foreach (var passage in Walk.Down(Blocks, state, CouplingEvaluation.Differentiable))
        {
            x = passage.Input;
        }

        return x.Join().MoveToOuterDisposeScope();
    }

    /// <summary>f = x_L U, shape [n, c]; x_L itself when there is no read-out. The caller owns the result.</summary>
    /// <param name="state">x_L, shape [n, d].</param>
    /// <exception cref="ArgumentException">The width, dtype or device is another.</exception>
    [Equation("f = x_L U, UᵀU = I, ε_x = εUᵀ")]
    public Tensor ReadOut(Tensor state)
    {
        ShapeRule.Require(state, [-1, Features], Blocks[0].F.Weight, "A state");
        return ReadoutMatrix is null ? state.alias() : state.mm(ReadoutMatrix);
    }

    /// <summary>The read-out of the last state, f(x) = x_L U, shape [n, c]; the caller owns it.</summary>
    /// <param name="x">x₀, shape [n, d].</param>
    public Tensor Output(Tensor x)
    {
        using var scope = NewDisposeScope();
        return ReadOut(Forward(x)).MoveToOuterDisposeScope();
    }

    /// <summary>ε Uᵀ, shape [n, d]: the state tangent of least norm that the read-out maps to ε (UᵀU = I). The
    /// caller owns the result.</summary>
    /// <param name="output">ε, shape [n, c].</param>
    /// <exception cref="ArgumentException">The width, dtype or device is another.</exception>
    [Equation("f = x_L U, UᵀU = I, ε_x = εUᵀ")]
    public Tensor Lift(Tensor output)
    {
        ShapeRule.Require(output, [-1, Outputs], Blocks[0].F.Weight, "An output error");
        using var scope = NewDisposeScope();
        return (ReadoutMatrix is null ? output.alias() : output.mm(ReadoutMatrix.mT)).MoveToOuterDisposeScope();
    }

    /// <summary>The same as a tangent that knows its factors; in the caller's dispose scope.</summary>
    /// <param name="output">ε, shape [n, c].</param>
    internal Tangent LiftTangent(Tensor output)
    {
        var halves = Halves.Split(Lift(output));
        return ReadoutMatrix is null
            ? new Tangent(halves)
            : new Tangent.Lifted(halves, output, ReadoutMatrix.narrow(0, 0, Features / 2).mT);
    }

    /// <summary>Frees every tensor.</summary>
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
        ShapeRule.RequireDense(x, "A batch");
        if (x.dim() != 2 || x.size(0) == 0 || x.size(1) != Features)
        {
            throw new ArgumentException(
                $"A batch must have shape [n ≥ 1, {Features}], got [{string.Join(", ", x.shape)}].", parameter);
        }

        if (x.dtype != Dtype || x.device_type != Device.type)
        {
            throw new ArgumentException(
                $"A batch must have the network's dtype and device, {Dtype} on {Device.type}, "
                + $"got {x.dtype} on {x.device_type}.",
                parameter);
        }
    }

    /// <summary>Two networks that are compared weight by weight.</summary>
    /// <param name="other">The other.</param>
    internal void RequireSameShape(ReversibleNetwork other)
    {
        var (own, others) = (HalfCouplings.Select(Text).ToArray(), other.HalfCouplings.Select(Text).ToArray());
        if (!own.SequenceEqual(others))
        {
            var i = own.Zip(others).TakeWhile(pair => pair.First == pair.Second).Count();
            throw new ArgumentException(
                "Two networks are compared weight by weight, so all must share shape, dtype and device, "
                + $"got {own.ElementAtOrDefault(i) ?? "none"} and {others.ElementAtOrDefault(i) ?? "none"}.");
        }

        static string Text(HalfCoupling half) =>
            $"{half.Name} [{string.Join(", ", half.Weight.shape)}] of {half.Weight.dtype} on {half.Weight.device_type}";
    }

    private static IReadOnlyList<CouplingBlock> Fitting(IReadOnlyList<CouplingBlock> blocks)
    {
        var halves = blocks.SelectMany(block => (HalfCoupling[])[block.F, block.G]).ToArray();
        if (halves.Length == 0)
        {
            throw new ArgumentException("A network needs at least one block, got none.");
        }

        var (width, like) = (halves[0].Coupling.Width, halves[0].Weight);
        foreach (var half in halves)
        {
            if (half.Coupling.Width != width
                || half.Weight.dtype != like.dtype
                || half.Weight.device_type != like.device_type)
            {
                throw new ArgumentException(
                    "All half-couplings must share the width of a half, a dtype and a device, "
                    + $"got {width}, {like.dtype} on {like.device_type} and for {half.Name} {half.Coupling.Width}, "
                    + $"{half.Weight.dtype} on {half.Weight.device_type}.");
            }
        }

        if (halves.GroupBy(half => half.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Every half-coupling needs a name of its own, got '{twice.Key}' twice.");
        }

        return blocks;
    }

    private void RequireOrthonormal(Tensor u)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var like = Blocks[0].F.Weight;
        if (u.dim() != 2
            || u.size(0) != Features
            || u.size(1) > u.size(0)
            || u.dtype != like.dtype
            || u.device_type != like.device_type)
        {
            throw new ArgumentException(
                $"A read-out must have shape [{Features}, c ≤ {Features}] and be {like.dtype} on {like.device_type}, "
                + $"got [{string.Join(", ", u.shape)}] of {u.dtype} on {u.device_type}.");
        }

        var off = HostRead.Number((u.mT.mm(u) - eye(u.size(1), dtype: u.dtype, device: u.device)).abs().amax([]));
        if (!(off < 100 * u.size(0) * finfo(u.dtype).eps))
        {
            throw new ArgumentException(
                $"A read-out's columns must be orthonormal, UᵀU = I; these miss it by {off:g3}.");
        }
    }
}
