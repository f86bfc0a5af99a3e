namespace ExactGN.Chain;

/// <summary>How half-couplings are evaluated on a walk through the network.</summary>
internal abstract record CouplingEvaluation
{
    private CouplingEvaluation()
    {
    }

    /// <summary>Differentiable by autograd, in fresh memory.</summary>
    internal static CouplingEvaluation Differentiable { get; } = new Plain();

    /// <summary>Not differentiable: ã formed in place, its rows on 64-byte boundaries, so that its features cost no
    /// copy and its products run at full rate.</summary>
    /// <param name="workspace">Where the points of a block lie while it is visited.</param>
    internal static CouplingEvaluation InPlace(Workspace workspace) => new Placed(workspace);

    /// <summary>The same, and linear half-couplings in as few columns as their features span:
    /// <see cref="ISpan"/>. For what does not depend on the basis of ã's columns.</summary>
    /// <param name="workspace">As in <see cref="InPlace"/>.</param>
    internal static CouplingEvaluation InSpan(Workspace workspace) => new Spanned(workspace);

    /// <summary>The same, with points that stay valid after their block.</summary>
    internal CouplingEvaluation Kept => new Staying(this);

    /// <summary>A half-coupling at an input; the point's tensors belong to the caller's dispose scope.</summary>
    /// <param name="half">The half-coupling.</param>
    /// <param name="x">Shape [n, q].</param>
    internal abstract CouplingPoint At(HalfCoupling half, Tensor x);

    /// <summary>The columns of ã as it evaluates them.</summary>
    /// <param name="half">The half-coupling.</param>
    internal virtual long ColumnsOf(HalfCoupling half) => half.Coupling.Columns;

    /// <summary>Opens a block; what its points take of the workspace is taken back when it is disposed.</summary>
    internal abstract Workspace.Level Open();

    private sealed record Plain : CouplingEvaluation
    {
        internal override CouplingPoint At(HalfCoupling half, Tensor x) => half.At(x);

        internal override Workspace.Level Open() => Workspace.None.Open();
    }

    private record Placed(Workspace Buffers) : CouplingEvaluation
    {
        internal override CouplingPoint At(HalfCoupling half, Tensor x) => half.InPlace(x, Buffers);

        internal override Workspace.Level Open() => Buffers.Open();
    }

    private sealed record Spanned(Workspace Buffers) : Placed(Buffers)
    {
        internal override CouplingPoint At(HalfCoupling half, Tensor x) => half.InSpan(x, Buffers);

        internal override long ColumnsOf(HalfCoupling half) =>
            half.Coupling is ISpanned { Span: { } span } ? span.Coupling.Columns : base.ColumnsOf(half);
    }

    // No level is opened, so that nothing is taken back.
    private sealed record Staying(CouplingEvaluation Inner) : CouplingEvaluation
    {
        internal override CouplingPoint At(HalfCoupling half, Tensor x) => Inner.At(half, x);

        internal override long ColumnsOf(HalfCoupling half) => Inner.ColumnsOf(half);

        internal override Workspace.Level Open() => Workspace.None.Open();
    }
}
