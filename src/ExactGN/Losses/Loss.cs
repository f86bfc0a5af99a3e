using System.Runtime.InteropServices;

namespace ExactGN.Losses;

/// <summary>A loss ℓ(f, y) per sample; everything Gauss-Newton needs of it is the function-space Newton direction
/// ε.</summary>
/// <remarks>
/// theory/losses.md. Outputs f and targets y have shape [n, c]; results are fresh tensors that the caller owns. To add
/// a loss, derive a sealed record and write its three formulae; ε then comes from dense algebra with H, c³ per sample,
/// unless <see cref="NewtonDirectionCore"/> says it in closed form.
/// </remarks>
public abstract record Loss
{
    /// <summary>The mean of ℓ over the batch, a scalar; differentiable by autograd.</summary>
    /// <param name="outputs">f, shape [n, c].</param>
    /// <param name="targets">y, shape [n, c].</param>
    [Equation("ℓ = −Σ_j y_j log p_j")]
    public Tensor Value(Tensor outputs, Tensor targets) =>
        InScope(outputs, targets, () => Shaped(PerSample(outputs, targets), nameof(PerSample), outputs.size(0)).mean());

    /// <summary>g = ∂ℓ/∂f per sample, shape [n, c] (not divided by n).</summary>
    /// <param name="outputs">f, shape [n, c].</param>
    /// <param name="targets">y, shape [n, c].</param>
    [Equation("g = ∂ℓ/∂f, H = ∂²ℓ/∂f²")]
    public Tensor Gradient(Tensor outputs, Tensor targets) =>
        InScope(outputs, targets, () => Shaped(GradientCore(outputs, targets), nameof(GradientCore), outputs.shape));

    /// <summary>H = ∂²ℓ/∂f² per sample, shape [n, c, c].</summary>
    /// <param name="outputs">f, shape [n, c].</param>
    /// <param name="targets">y, shape [n, c].</param>
    [Equation("g = ∂ℓ/∂f, H = ∂²ℓ/∂f²")]
    public Tensor Hessian(Tensor outputs, Tensor targets) =>
        InScope(outputs, targets, () => DenseHessian(outputs, targets));

    /// <summary>The same for the targets (1, 0, …, 0): of the losses here it is H for all targets that sum
    /// to 1.</summary>
    /// <param name="outputs">f, shape [n, c].</param>
    public Tensor Hessian(Tensor outputs) => InScope(outputs, outputs, () =>
    {
        var first = zeros_like(outputs).detach();
        first.narrow(1, 0, 1).fill_(1);
        return DenseHessian(outputs, first);
    });

    /// <summary>ε, the Newton direction in function space: H⁺g, (H + λI)⁻¹g or g, per sample;
    /// by closed form for the losses here.</summary>
    /// <param name="outputs">f, shape [n, c].</param>
    /// <param name="targets">y, shape [n, c].</param>
    /// <param name="curvature">Exact, damped or identity.</param>
    /// <returns>ε, shape [n, c].</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="NumericalException">ε is not representable in the dtype, or f or y is not finite.</exception>
    [Equation("ε = H⁺g = mean_j(y_j/p_j) − y/p")]
    public Tensor NewtonDirection(Tensor outputs, Tensor targets, Curvature curvature)
    {
        using var scope = NewDisposeScope();
        var direction = DeferNewtonDirection(outputs, targets, curvature);
        return HostRead.Holds(Finite.All(direction))
            ? direction.MoveToOuterDisposeScope()
            : throw NotRepresentable(outputs, targets, curvature);
    }

    /// <summary>ε without reading anything back: what is not representable is infinite or NaN.</summary>
    internal Tensor DeferNewtonDirection(Tensor outputs, Tensor targets, Curvature curvature)
    {
        return InScope(outputs, targets, () => curvature switch
        {
            Curvature.DampedCurvature { Lambda: var lambda } => Direction(Within(lambda, outputs.dtype)),
            Curvature.IdentityCurvature =>
                Shaped(GradientCore(outputs, targets), nameof(GradientCore), outputs.shape),
            _ => Direction(damping: 0),
        });

        Tensor Direction(double damping) => Shaped(
            NewtonDirectionCore(outputs, targets, damping), nameof(NewtonDirectionCore), outputs.shape);
    }

    internal NumericalException NotRepresentable(Tensor outputs, Tensor targets, Curvature curvature)
    {
        using var scope = NewDisposeScope();
        return HostRead.Holds(Finite.All(outputs).logical_and(Finite.All(targets)))
            ? new(
                NumericalTrouble.NotRepresentable,
                $"ε must be representable in {outputs.dtype}; {Unrepresentable(curvature)}.")
            : new(
                NumericalTrouble.NotFinite,
                "The model's outputs and the targets must be finite to form ε; they contain NaN or infinity.");
    }

    /// <summary>ℓ per sample, shape [n]; differentiable by autograd.</summary>
    /// <param name="outputs">f, shape [n, c].</param>
    /// <param name="targets">y, shape [n, c].</param>
    protected abstract Tensor PerSample(Tensor outputs, Tensor targets);

    /// <summary>g = ∂ℓ/∂f, shape [n, c].</summary>
    /// <param name="outputs">f, shape [n, c].</param>
    /// <param name="targets">y, shape [n, c].</param>
    protected abstract Tensor GradientCore(Tensor outputs, Tensor targets);

    /// <summary>H = ∂²ℓ/∂f², symmetric, shape [n, c, c].</summary>
    /// <param name="outputs">f, shape [n, c].</param>
    /// <param name="targets">y, shape [n, c].</param>
    protected abstract Tensor HessianCore(Tensor outputs, Tensor targets);

    /// <summary>ε = H⁺g, the solution of least norm, or (H + λI)⁻¹g; shape [n, c].</summary>
    /// <remarks>By dense algebra with H, c³ operations and c² numbers per sample, unless a loss knows better: where H
    /// is diagonal, say, ε is a quotient. Nothing may be read back from the device; what is not representable is
    /// infinite or NaN, and is named by the caller. Inside a dispose scope.</remarks>
    /// <param name="outputs">f, shape [n, c].</param>
    /// <param name="targets">y, shape [n, c].</param>
    /// <param name="damping">λ, positive and within the dtype's range; 0 for H⁺g.</param>
    protected virtual Tensor NewtonDirectionCore(Tensor outputs, Tensor targets, double damping)
    {
        var g = Shaped(GradientCore(outputs, targets), nameof(GradientCore), outputs.shape);
        var h = DenseHessian(outputs, targets);
        try
        {
            return (damping > 0
                ? linalg.solve(h + damping * eye(h.size(1), dtype: h.dtype, device: h.device), g.unsqueeze(2))
                : linalg.pinv(h, hermitian: true).bmm(g.unsqueeze(2))).squeeze(2);
        }
        catch (ExternalException failure) when (GaveUp(failure))
        {
            // It is NaN, infinite or singular: no number.
            return full_like(g, double.NaN);
        }
    }

    // What a factorisation says of its matrix; memory and devices fail in other words.
    private static bool GaveUp(ExternalException failure) =>
        failure.Message.Contains("singular", StringComparison.Ordinal)
        || failure.Message.Contains("converge", StringComparison.Ordinal);

    /// <summary>Why a finite f and y may have an ε beyond the dtype's range, in words.</summary>
    private protected virtual string Unrepresentable(Curvature curvature) =>
        $"with {curvature} it is not, for outputs and targets of this size";

    // λ as the dtype can hold it.
    private static double Within(double lambda, ScalarType dtype) =>
        Math.Clamp(lambda, finfo(dtype).tiny, finfo(dtype).max);

    private Tensor DenseHessian(Tensor outputs, Tensor targets) =>
        Shaped(HessianCore(outputs, targets), nameof(HessianCore), outputs.size(0), outputs.size(1), outputs.size(1));

    // What a loss of one's own gives.
    private Tensor Shaped(Tensor result, string member, params long[] shape) => result.shape.SequenceEqual(shape)
        ? result
        : throw new ArgumentException(
            $"{GetType().Name}.{member} must give shape [{string.Join(", ", shape)}] here, "
            + $"got [{string.Join(", ", result.shape)}].");

    private static Tensor InScope(Tensor outputs, Tensor targets, Func<Tensor> compute)
    {
        ShapeRule.RequireDense(outputs, "A batch of outputs");
        ShapeRule.RequireDense(targets, "A batch of targets");
        if (outputs.dim() != 2 || !outputs.shape.SequenceEqual(targets.shape))
        {
            throw new ArgumentException(
                $"Outputs and targets must share a shape [n, c], got [{string.Join(", ", outputs.shape)}] "
                + $"and [{string.Join(", ", targets.shape)}]"
                + $"{(targets.dim() == 1 ? "; class labels are given one-hot" : "")}.");
        }

        if (outputs.numel() == 0)
        {
            throw new ArgumentException(
                "A loss needs at least one sample with at least one output, "
                + $"got [{string.Join(", ", outputs.shape)}].");
        }

        if (outputs.dtype != targets.dtype || outputs.device_type != targets.device_type)
        {
            throw new ArgumentException(
                $"Outputs and targets must share a dtype and a device, got {outputs.dtype} on {outputs.device_type} "
                + $"and {targets.dtype} on {targets.device_type}; convert the targets with to(dtype).");
        }

        using var scope = NewDisposeScope();
        return compute().MoveToOuterDisposeScope();
    }
}
