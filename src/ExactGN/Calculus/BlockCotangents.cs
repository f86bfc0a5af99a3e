namespace ExactGN.Calculus;

/// <summary>The cotangents of a block's outputs on the way down.</summary>
/// <param name="Point">The block at its input.</param>
/// <param name="OfF">The new c¹ = c¹ + G′(y¹)ᵀ[c²], the cotangent of F's output.</param>
/// <param name="OfG">c², that of G's.</param>
/// <param name="Below">The cotangent of the block's input, in the dispose scope around the block's; computed where it
/// is asked for.</param>
internal sealed record BlockCotangents(BlockPoint Point, Tensor OfF, Tensor OfG, Lazy<Halves> Below)
{
    /// <summary>Those of the half-couplings that updates change, G before F.</summary>
    internal IEnumerable<(CouplingPoint Point, Tensor Cotangent)> Trainable =>
        new[] { (Point.G, OfG), (Point.F, OfF) }.Where(at => at.Item1.Half.Trainable);

    /// <summary>For a cotangent of the block's output.</summary>
    /// <param name="point">The block at its input.</param>
    /// <param name="c">The cotangent of the output.</param>
    internal static BlockCotangents Of(BlockPoint point, Halves c)
    {
        var first = point.TransposeFirst(c);
        return new(
            point, first, c.Second, new(() => point.TransposeSecond(first, c.Second).MoveToOuterDisposeScope()));
    }
}
