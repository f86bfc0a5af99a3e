namespace ExactGN.Tests;

/// <summary>The half of a Gram matrix that is formed.</summary>
public sealed class GramMatrixFacts
{
    // Below, at and above the rows at which a product is parted, even and odd, and twice parted.
    [Theory, InlineData(256), InlineData(257), InlineData(600), InlineData(1025)]
    public void Its_lower_triangle_is_that_of_the_whole_product(int rows)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)rows, CPU);
        var wide = randn([rows, rows + 3], dtype: float64, generator: generator);

        foreach (var a in (Tensor[])[wide, wide.mT, wide.mT.contiguous()])
        {
            var expected = wide.mm(wide.mT).tril();
            var lower = GramMatrix.LowerOf(a).tril();
            Assert.InRange(Ratio.Of(lower - expected, Ratio.Norm(wide) * Ratio.Norm(wide), rows, float64), 0, Verdict.Threshold);
            Assert.InRange(Ratio.Of((lower - expected).diagonal(), Ratio.Norm(expected.diagonal()), rows, float64), 0, Verdict.Threshold);
        }
    }

    [Fact]
    public void In_another_dtype_the_product_is_formed_there()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        var a = randn([5, 40], dtype: float64, generator: generator).to(float32);
        var exact = a.to(float64).mm(a.to(float64).mT).tril();

        Assert.Equal(float64, GramMatrix.LowerOf(a, float64).dtype);
        Assert.InRange(Ratio.Of(GramMatrix.LowerOf(a, float64).tril() - exact, Ratio.Norm(exact), 40, float64), 0, Verdict.Threshold);
        Assert.True(Ratio.Norm(GramMatrix.LowerOf(a).to(float64).tril() - exact) > 1e-9 * Ratio.Norm(exact));
    }
}
