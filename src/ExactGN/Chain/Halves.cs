namespace ExactGN.Chain;

/// <summary>A state or a tangent of one, x = (x¹, x²), split along its columns.</summary>
/// <param name="First">x¹, shape [n, q].</param>
/// <param name="Second">x², shape [n, q].</param>
[Equation("y¹ = x¹ + F(x²), y² = x² + G(y¹)")]
public readonly record struct Halves(Tensor First, Tensor Second)
{
    /// <summary>Splits x into its halves, as views.</summary>
    /// <param name="x">Shape [n, 2q].</param>
    public static Halves Split(Tensor x)
    {
        var q = x.size(1) / 2;
        return new(x.narrow(1, 0, q), x.narrow(1, q, q));
    }

    /// <summary>Puts the halves side by side, shape [n, 2q]; a fresh tensor.</summary>
    public Tensor Join() => cat([First, Second], 1);

    internal void Dispose()
    {
        First.Dispose();
        Second.Dispose();
    }

    internal Halves MoveToOuterDisposeScope() => new(First.MoveToOuterDisposeScope(), Second.MoveToOuterDisposeScope());
}
