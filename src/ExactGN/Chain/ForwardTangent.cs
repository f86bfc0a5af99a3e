namespace ExactGN.Chain;

/// <summary>A tangent of the state on its way forward.</summary>
/// <param name="First">s¹.</param>
/// <param name="Second">s².</param>
internal readonly record struct ForwardTangent(HalfTangent First, HalfTangent Second)
{
    /// <summary>That of an input which does not move.</summary>
    internal static ForwardTangent Zero => default;

    /// <summary>Any other.</summary>
    /// <param name="halves">Its halves.</param>
    internal static ForwardTangent Of(Halves halves) =>
        new(HalfTangent.Of(halves.First), HalfTangent.Of(halves.Second));

    /// <summary>Pushed through block after block; in the caller's dispose scope. Each tangent is freed when the next
    /// one is there, this one first.</summary>
    /// <param name="points">The blocks' points from the input to the output, each in a dispose scope that closes with
    /// the next.</param>
    /// <param name="change">What a half-coupling's own output changes by.</param>
    internal ForwardTangent Through(IEnumerable<BlockPoint> points, Func<CouplingPoint, HalfTangent> change)
    {
        var s = this;
        foreach (var point in points)
        {
            var above = point.Push(s, change(point.F), change(point.G)).MoveToOuterDisposeScope();
            s.Dispose();
            s = above;
        }

        return s;
    }

    /// <summary>Its halves, written out.</summary>
    /// <param name="like">What to take the shape of a zero from.</param>
    internal Halves WrittenOut(Halves like) => new(First.WrittenOut(like.First), Second.WrittenOut(like.Second));

    private void Dispose()
    {
        First.Dispose();
        Second.Dispose();
    }

    internal ForwardTangent MoveToOuterDisposeScope() =>
        new(First.MoveToOuterDisposeScope(), Second.MoveToOuterDisposeScope());
}
