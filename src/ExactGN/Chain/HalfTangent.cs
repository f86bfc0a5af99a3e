namespace ExactGN.Chain;

/// <summary>A tangent of a half that may be known to be zero, as the default one is; nothing is computed of it
/// then.</summary>
internal readonly record struct HalfTangent
{
    private readonly Tensor? _tangent;

    private HalfTangent(Tensor tangent) => _tangent = tangent;

    /// <summary>Zero.</summary>
    internal static HalfTangent Zero => default;

    /// <summary>Any other.</summary>
    /// <param name="tangent">Shape [n, q].</param>
    internal static HalfTangent Of(Tensor tangent) => new(tangent);

    /// <summary>The sum, in memory or an alias of its own, in the caller's dispose scope.</summary>
    /// <param name="one">One tangent.</param>
    /// <param name="other">Another.</param>
    public static HalfTangent operator +(HalfTangent one, HalfTangent other) => (one._tangent, other._tangent) switch
    {
        ({ } a, { } b) => Of(a + b),
        (null, { } b) => Of(b.alias()),
        _ => one.Through(a => a.alias()),
    };

    /// <summary>What a linear map makes of it.</summary>
    /// <param name="map">The map.</param>
    internal HalfTangent Through(Func<Tensor, Tensor> map) => _tangent is { } t ? Of(map(t)) : Zero;

    /// <summary>It written out, shape [n, q].</summary>
    /// <param name="like">What to take the shape of a zero from.</param>
    internal Tensor WrittenOut(Tensor like) => _tangent ?? zeros_like(like);

    internal void Dispose() => _tangent?.Dispose();

    internal HalfTangent MoveToOuterDisposeScope() => Through(t => t.MoveToOuterDisposeScope());
}
