namespace ExactGN;

/// <summary>A loss ℓ(f, y) per sample; everything Gauss-Newton needs of it is the function-space Newton direction ε.</summary>
/// <remarks>theory/losses.md. Outputs f and targets y have shape [n, c]; results are fresh tensors that the caller owns.</remarks>
public abstract record Loss
{
    /// <summary>The mean of ℓ over the batch, a scalar; differentiable by autograd.</summary>
    /// <param name="outputs">f, shape [n, c].</param>
    /// <param name="targets">y, shape [n, c].</param>
    public Tensor Value(Tensor outputs, Tensor targets) => InScope(outputs, targets, () => PerSample(outputs, targets).mean());

    /// <summary>g = ∂ℓ/∂f per sample, shape [n, c] (not divided by n).</summary>
    /// <param name="outputs">f, shape [n, c].</param>
    /// <param name="targets">y, shape [n, c].</param>
    public Tensor Gradient(Tensor outputs, Tensor targets) => InScope(outputs, targets, () => GradientCore(outputs, targets));

    /// <summary>H = ∂²ℓ/∂f² per sample, shape [n, c, c].</summary>
    /// <param name="outputs">f, shape [n, c].</param>
    public Tensor Hessian(Tensor outputs) => InScope(outputs, outputs, () => HessianCore(outputs));

    /// <summary>ε, the Newton direction in function space: H⁺g, (H + λI)⁻¹g or g, per sample, by closed form.</summary>
    /// <param name="outputs">f, shape [n, c].</param>
    /// <param name="targets">y, shape [n, c].</param>
    /// <param name="curvature">Exact, damped or identity.</param>
    /// <returns>ε, shape [n, c].</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="NumericalException">ε is not representable in the dtype, or f or y is not finite.</exception>
    public Tensor NewtonDirection(Tensor outputs, Tensor targets, Curvature curvature)
    {
        using var scope = NewDisposeScope();
        var direction = DeferNewtonDirection(outputs, targets, curvature);
        return HostRead.Holds(Finite.All(direction)) ? direction.MoveToOuterDisposeScope() : throw NotRepresentable(outputs, targets, curvature);
    }

    /// <summary>ε without reading anything back: what is not representable is infinite or NaN.</summary>
    internal Tensor DeferNewtonDirection(Tensor outputs, Tensor targets, Curvature curvature) =>
        InScope(outputs, targets, () => NewtonDirectionCore(outputs, targets, curvature));

    internal static NumericalException NotRepresentable(Tensor outputs, Tensor targets, Curvature curvature)
    {
        using var scope = NewDisposeScope();
        return HostRead.Holds(Finite.All(outputs).logical_and(Finite.All(targets)))
            ? new(NumericalTrouble.NotRepresentable, $"ε = H⁺g must be representable in {outputs.dtype}; a target has weight where the model's probability underflows (a confident mistake). Use damped or identity curvature instead of {curvature}.")
            : new(NumericalTrouble.NotFinite, "The model's outputs and the targets must be finite to form ε; they contain NaN or infinity.");
    }

    private protected abstract Tensor PerSample(Tensor outputs, Tensor targets);

    private protected abstract Tensor GradientCore(Tensor outputs, Tensor targets);

    private protected abstract Tensor HessianCore(Tensor outputs);

    private protected abstract Tensor NewtonDirectionCore(Tensor outputs, Tensor targets, Curvature curvature);

    private static Tensor InScope(Tensor outputs, Tensor targets, Func<Tensor> compute)
    {
        if (outputs.dim() != 2 || !outputs.shape.SequenceEqual(targets.shape))
        {
            throw new ArgumentException($"Outputs and targets must share a shape [n, c], got [{string.Join(", ", outputs.shape)}] and [{string.Join(", ", targets.shape)}]{(targets.dim() == 1 ? "; class labels are given one-hot" : "")}.");
        }

        if (outputs.dtype != targets.dtype || outputs.device_type != targets.device_type)
        {
            throw new ArgumentException($"Outputs and targets must share a dtype and a device, got {outputs.dtype} on {outputs.device_type} and {targets.dtype} on {targets.device_type}; convert the targets with to(dtype).");
        }

        using var scope = NewDisposeScope();
        return compute().MoveToOuterDisposeScope();
    }
}
