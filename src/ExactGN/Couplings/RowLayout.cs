namespace ExactGN.Couplings;

/// <summary>Which numbers of a half make a row of ã's inputs, and where a row of ãW stands in the half.</summary>
/// <remarks>Both are fixed linear maps of a half [n, q]: <see cref="Gather"/> to r rows of p inputs, and
/// <see cref="Rows"/>, which only puts the half's numbers in another order. Results may be views, or the argument
/// itself. theory/architectures.md.</remarks>
internal abstract record RowLayout
{
    /// <summary>One row per sample: the half itself.</summary>
    /// <param name="width">q.</param>
    internal static RowLayout Samples(long width) => new PerSample(width);

    /// <summary>q.</summary>
    internal abstract long Width { get; }

    /// <summary>p, the inputs of a row.</summary>
    internal abstract long Inputs { get; }

    /// <summary>k, the outputs of a row.</summary>
    internal abstract long Outputs { get; }

    /// <summary>Whether a row is a sample's half as it is.</summary>
    internal virtual bool IsPlain => false;

    /// <summary>[n, q] → [r, p].</summary>
    /// <param name="half">Shape [n, q].</param>
    internal abstract Tensor Gather(Tensor half);

    /// <summary>The adjoint of <see cref="Gather"/>, [r, p] → [n, q].</summary>
    /// <param name="inputs">Shape [r, p].</param>
    internal abstract Tensor Scatter(Tensor inputs);

    /// <summary>[n, q] → [r, k].</summary>
    /// <param name="half">Shape [n, q].</param>
    internal abstract Tensor Rows(Tensor half);

    /// <summary>The inverse of <see cref="Rows"/>, [r, k] → [n, q].</summary>
    /// <param name="rows">Shape [r, k].</param>
    internal abstract Tensor Half(Tensor rows);

    private sealed record PerSample(long Columns) : RowLayout
    {
        internal override bool IsPlain => true;

        internal override long Width => Columns;

        internal override long Inputs => Columns;

        internal override long Outputs => Columns;

        internal override Tensor Gather(Tensor half) => half;

        internal override Tensor Scatter(Tensor inputs) => inputs;

        internal override Tensor Rows(Tensor half) => half;

        internal override Tensor Half(Tensor rows) => rows;
    }
}
