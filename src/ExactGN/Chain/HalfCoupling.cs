using TorchSharp.Modules;

namespace ExactGN.Chain;

/// <summary>One half-coupling of a network, F(x) = ã(x)·W: a coupling, and the W that is trained.</summary>
/// <remarks>Paper section 4.1; theory/reversible.md. Owns both.</remarks>
[Equation("F(x) = ãW, ã = [φ(xV), 1]")]
public sealed class HalfCoupling : IDisposable
{
    /// <summary>Puts a coupling and a weight together.</summary>
    /// <param name="name">The name under which the tensors are saved, such as "blocks.0.f".</param>
    /// <param name="weight">W, shape [m, k] of the coupling; becomes this half-coupling's own.</param>
    /// <param name="coupling">The coupling; becomes this half-coupling's own.</param>
    /// <exception cref="ArgumentException">W does not fit, or ã has one row per sample and its rows are
    /// rearranged.</exception>
    public HalfCoupling(string name, Parameter weight, ICoupling coupling)
    {
        if (weight.dim() != 2 || weight.size(0) != coupling.Columns || weight.size(1) != coupling.Outputs)
        {
            throw new ArgumentException(
                $"The weight of {name} must have shape [{coupling.Columns}, {coupling.Outputs}], "
                + $"got [{string.Join(", ", weight.shape)}].",
                nameof(weight));
        }

        RequireSamplesAsRows(name, weight, coupling);
        (Name, Weight, Coupling) = (name, weight, coupling);
        weight.DetachFromDisposeScope();
    }

    /// <summary>The name under which the tensors are saved, such as "blocks.0.f".</summary>
    public string Name { get; }

    /// <summary>W, shape [m, k]; where ã ends in a column of ones the last row is the bias. Owned by this
    /// half-coupling.</summary>
    public Parameter Weight { get; }

    /// <summary>ã and its derivative. Owned by this half-coupling.</summary>
    public ICoupling Coupling { get; }

    /// <summary>The coupling's fixed tensor "projection": V of random features, shape [p, h]. Updates and kernels
    /// keep its factors, so it must not be changed in place after the first. Null where there is none.</summary>
    public Tensor? Projection => Coupling.Fixed.FirstOrDefault(entry => entry.Name == "projection").Tensor;

    /// <summary>Whether ã ends in a column of ones.</summary>
    public bool HasBias => Coupling.HasBias;

    /// <summary>Whether ã is linear in x but for the column of ones.</summary>
    [Equation("linear input block: rank [xV, 1] ≤ q + 1")]
    public bool IsLinear => Coupling.IsLinear;

    /// <summary>Whether updates change W. Freezing both halves makes a block parameter-free.</summary>
    [Equation("only W is trained; V and U stay")]
    public bool Trainable { get; set; } = true;

    /// <summary>The half-coupling at an input: its features, from which its value and derivatives follow.</summary>
    /// <param name="x">Shape [n, q].</param>
    /// <returns>A point whose tensors belong to the caller's dispose scope.</returns>
    public CouplingPoint At(Tensor x)
    {
        Require(x);
        return new(this, x.size(0), Alive(Coupling.At(x)));
    }

    /// <summary>The same with ã formed in place; not differentiable by autograd.</summary>
    /// <param name="x">Shape [n, q].</param>
    /// <param name="workspace">Where ã and what the point's derivatives need are to lie.</param>
    /// <returns>A point whose tensors belong to the caller's dispose scope.</returns>
    internal CouplingPoint InPlace(Tensor x, Workspace workspace)
    {
        Require(x);
        return new(this, x.size(0), Alive(Coupling.At(x, workspace)));
    }

    /// <summary>The same, a linear half-coupling in the fewer features of its <see cref="ISpan"/>, whose parameters
    /// are not W itself.</summary>
    /// <inheritdoc cref="InPlace"/>
    [Equation("ã = [xRᵀ, 1]B with Vᵀ = QR, B = diag(Qᵀ, 1), where φ is the identity")]
    internal CouplingPoint InSpan(Tensor x, Workspace workspace)
    {
        if (Coupling is not ISpanned { Span: { } span })
        {
            return InPlace(x, workspace);
        }

        Require(x);
        return new(this, x.size(0), span.Coupling.At(x, workspace), span);
    }

    // One row per sample counts as the half itself everywhere, ICoupling.Rows or not: two samples of other numbers
    // show whether it is. META has no numbers.
    private static void RequireSamplesAsRows(string name, Tensor weight, ICoupling coupling)
    {
        if (coupling.Outputs != coupling.Width || weight.device_type == DeviceType.META)
        {
            return;
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var half = arange(2 * coupling.Width, dtype: weight.dtype, device: weight.device).view(2, -1);
        var rows = coupling.Rows(half);
        if (!ReferenceEquals(rows, half)
            && !(rows.shape.SequenceEqual(half.shape) && HostRead.Holds(rows.eq(half).all())))
        {
            throw new ArgumentException(
                $"A coupling with one row of outputs per sample must leave a half as it is in {nameof(coupling.Rows)}; "
                + $"that of {name}, with {coupling.Width} outputs, rearranges it.",
                nameof(coupling));
        }
    }

    private IPoint Alive(IPoint point) => point.Held.Any(tensor => tensor.IsInvalid)
        ? throw new ArgumentException(
            $"What the coupling of {Name} holds of a point must outlive its At, and a tensor is disposed: "
            + "MoveToOuterDisposeScope() moves it out.")
        : point;

    private void Require(Tensor x) =>
        ShapeRule.Require(x, [-1, Coupling.Width], Weight, "The input of a half-coupling");

    /// <inheritdoc/>
    public void Dispose()
    {
        Weight.Dispose();
        Coupling.Dispose();
    }
}
