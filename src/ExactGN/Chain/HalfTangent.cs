namespace ExactGN.Chain;

/// <summary>A tangent of a half that may be known to be zero; nothing is computed of it then.</summary>
internal abstract record HalfTangent
{
    private HalfTangent()
    {
    }

    /// <summary>Zero.</summary>
    internal static HalfTangent Zero { get; } = new Nothing();

    /// <summary>Any other.</summary>
    /// <param name="tangent">Shape [n, q].</param>
    internal static HalfTangent Of(Tensor tangent) => new Dense(tangent);

    /// <summary>The sum, in memory or an alias of its own, in the caller's dispose scope.</summary>
    /// <param name="one">One tangent.</param>
    /// <param name="other">Another.</param>
    public static HalfTangent operator +(HalfTangent one, HalfTangent other) => (one, other) switch
    {
        (Dense a, Dense b) => Of(a.Tangent + b.Tangent),
        (Dense a, _) => Of(a.Tangent.alias()),
        (_, Dense b) => Of(b.Tangent.alias()),
        _ => Zero,
    };

    /// <summary>What a linear map makes of it.</summary>
    /// <param name="map">The map.</param>
    internal abstract HalfTangent Through(Func<Tensor, Tensor> map);

    /// <summary>It written out, shape [n, q].</summary>
    /// <param name="like">What to take the shape of a zero from.</param>
    internal abstract Tensor WrittenOut(Tensor like);

    internal abstract HalfTangent MoveToOuterDisposeScope();

    private sealed record Nothing : HalfTangent
    {
        internal override HalfTangent Through(Func<Tensor, Tensor> map) => this;

        internal override Tensor WrittenOut(Tensor like) => zeros_like(like);

        internal override HalfTangent MoveToOuterDisposeScope() => this;
    }

    private sealed record Dense(Tensor Tangent) : HalfTangent
    {
        internal override HalfTangent Through(Func<Tensor, Tensor> map) => Of(map(Tangent));

        internal override Tensor WrittenOut(Tensor like) => Tangent;

        internal override HalfTangent MoveToOuterDisposeScope() => Of(Tangent.MoveToOuterDisposeScope());
    }
}
