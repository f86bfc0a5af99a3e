namespace ExactGN.Memory;

/// <summary>How large a tensor is, without squaring its entries: a norm in float32 would overflow from entries
/// of 2·10¹⁹ on, and vanish below 10⁻²³.</summary>
/// <remarks>Scales are powers of two, so that dividing by one rounds nothing: what was in range before keeps every bit.
/// Reads nothing back from the device.</remarks>
internal static class Magnitude
{
    /// <summary>The power of two next to the largest |entry|, 1 where all are zero, NaN where one is;
    /// a scalar of the tensor's dtype, in the caller's dispose scope.</summary>
    /// <param name="tensor">Any shape.</param>
    internal static Tensor Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return (tensor.numel() == 0
            ? ones([], dtype: tensor.dtype, device: tensor.device)
            : PowerOfTwo(Largest(tensor.reshape(-1, 1)).squeeze(0))).MoveToOuterDisposeScope();
    }

    /// <summary>The same column by column, shape [1, k].</summary>
    /// <param name="matrix">Shape [n, k].</param>
    internal static Tensor OfColumns(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        return PowerOfTwo(Largest(matrix)).unsqueeze(0).MoveToOuterDisposeScope();
    }

    /// <summary>max|entry| of each column, shape [k], without a tensor of the matrix's size;
    /// in the caller's dispose scope.</summary>
    /// <param name="matrix">Shape [n, k].</param>
    internal static Tensor Largest(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        return maximum(matrix.amax([0]), -matrix.amin([0])).MoveToOuterDisposeScope();
    }

    /// <summary>The Frobenius norm, a float64 scalar in the caller's dispose scope; NaN where an entry is not
    /// finite.</summary>
    /// <param name="tensor">Any shape.</param>
    internal static Tensor Norm(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var scale = Of(tensor);
        return ((tensor / scale).norm().to(float64) * scale.to(float64)).MoveToOuterDisposeScope();
    }

    /// <summary>The tensor divided by its own scale, so that its largest |entry| lies near 1;
    /// in the caller's dispose scope.</summary>
    /// <param name="tensor">Any shape.</param>
    internal static Tensor Scaled(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return (tensor / Of(tensor)).MoveToOuterDisposeScope();
    }

    private static Tensor PowerOfTwo(Tensor largest) =>
        largest.to(float64).log2().floor().exp2().to(largest.dtype).masked_fill(largest.eq(0), 1);
}
