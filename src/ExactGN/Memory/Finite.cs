namespace ExactGN.Memory;

/// <summary>Whether every entry of a tensor is a finite number, found on its device and without a tensor of its
/// size.</summary>
internal static class Finite
{
    /// <summary>A boolean scalar, in the caller's dispose scope.</summary>
    /// <param name="tensor">Any shape with at least one entry.</param>
    internal static Tensor All(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        // A NaN anywhere is both extremes; x − x is 0 for finite x alone.
        var (low, high) = (tensor.amin([]), tensor.amax([]));
        return (low - low + (high - high)).eq(0).MoveToOuterDisposeScope();
    }
}
