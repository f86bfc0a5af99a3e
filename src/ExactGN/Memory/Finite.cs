namespace ExactGN.Memory;

/// <summary>Whether every entry of a tensor is a finite number, found on its device and without a tensor of its
/// size.</summary>
internal static class Finite
{
    /// <summary>A boolean scalar, in the caller's dispose scope.</summary>
    /// <param name="tensor">Any shape; an empty one is finite.</param>
    internal static Tensor All(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        if (tensor.numel() == 0)
        {
            return tensor.eq(0).all().MoveToOuterDisposeScope();
        }

        // A NaN anywhere is both extremes; x − x is 0 for finite x alone.
        var (low, high) = (tensor.amin([]), tensor.amax([]));
        return (low - low + (high - high)).eq(0).MoveToOuterDisposeScope();
    }
}
