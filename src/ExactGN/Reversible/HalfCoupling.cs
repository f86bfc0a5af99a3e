using TorchSharp.Modules;

namespace ExactGN;

/// <summary>One half-coupling, F(x) = ã W with ã = [φ(x V), 1].</summary>
/// <remarks>Only W is trained; V is a fixed random projection. Paper section 4.1; theory/reversible.md.</remarks>
public sealed class HalfCoupling : IDisposable
{
    private LinearFactor? _factor;

    internal HalfCoupling(string name, Parameter weight, Tensor? projection, bool bias, bool linear)
    {
        (Name, Weight, Projection, HasBias, IsLinear) = (name, weight, projection, bias, linear);
        weight.DetachFromDisposeScope();
        projection?.DetachFromDisposeScope();
    }

    /// <summary>The name under which the tensors are saved, such as "blocks.0.f".</summary>
    public string Name { get; }

    /// <summary>W, shape [h (+ 1 with bias), q]: the weights and, in the last row, the bias. Owned by this half-coupling.</summary>
    public Parameter Weight { get; }

    /// <summary>V, shape [q, h], fixed: updates and kernels keep its factors, so it must not be changed in place after the first. Null when φ acts on the half itself. Owned by this half-coupling.</summary>
    public Tensor? Projection { get; }

    /// <summary>Whether ã ends in a column of ones.</summary>
    public bool HasBias { get; }

    /// <summary>Whether φ is the identity; otherwise φ is ReLU, with φ′(0) = 0.</summary>
    public bool IsLinear { get; }

    /// <summary>Whether updates change W. Freezing both halves makes a block parameter-free.</summary>
    public bool Trainable { get; set; } = true;

    /// <summary>The half-coupling at an input: its features, from which its value and derivatives follow.</summary>
    /// <param name="x">Shape [n, q].</param>
    /// <returns>A point whose tensors belong to the caller's dispose scope.</returns>
    public CouplingPoint At(Tensor x)
    {
        ShapeRule.Require(x, Weight.size(1), Weight, "The input of a half-coupling");
        using var scope = NewDisposeScope();
        var preactivation = Projection is null ? x.alias() : x.mm(Projection);
        var activation = IsLinear ? preactivation : Projection is null ? preactivation.relu() : preactivation.relu_();
        return new CouplingPoint(this, activation).MoveToOuterDisposeScope();
    }

    /// <summary>The same with ã formed in place, its rows on 64-byte boundaries, so that its features cost no copy and its products run at full rate. Not differentiable by autograd.</summary>
    /// <param name="x">Shape [n, q].</param>
    /// <param name="inSpan">Whether to take a linear half-coupling with h ≥ 4q (below, the detour is not worth it) in the q features of <see cref="LinearFactor"/>, whose parameters are not W itself.</param>
    /// <param name="workspace">Where ã and what the point's derivatives need are to lie; fresh memory when null.</param>
    /// <returns>A point whose tensors belong to the caller's dispose scope.</returns>
    internal CouplingPoint InPlace(Tensor x, bool inSpan, Workspace? workspace)
    {
        var factor = inSpan && IsLinear && Projection is { } wide && 4 * wide.size(0) <= wide.size(1) ? _factor ??= new(wide) : null;
        if ((factor?.Projection ?? Projection) is not { } projection)
        {
            return At(x);
        }

        ShapeRule.Require(x, Weight.size(1), Weight, "The input of a half-coupling");
        using var scope = NewDisposeScope();
        var (columns, aligned) = (projection.size(1), 64 / Weight.element_size());
        var width = HasBias ? columns + 1 : columns;
        var (rows, stride) = (x.size(0), (width + aligned - 1) / aligned * aligned);
        var features = (workspace?.Take(rows, stride, x) ?? empty([rows, stride], dtype: x.dtype, device: x.device)).narrow(1, 0, width);
        var activation = features.narrow(1, 0, columns).addmm_(x, projection, beta: 0, alpha: 1);
        if (!IsLinear)
        {
            activation.relu_();
        }

        if (HasBias)
        {
            features.narrow(1, columns, 1).fill_(1);
        }

        return new CouplingPoint(this, activation, features, factor, workspace).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _factor?.Dispose();
        Weight.Dispose();
        Projection?.Dispose();
    }
}
