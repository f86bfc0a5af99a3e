namespace ExactGN.Tests;

/// <summary>A Gram matrix, of which half is computed and half mirrored.</summary>
public sealed class GramMatrixFacts
{
    // Below, at and above the rows at which a product is parted, even and odd, and twice parted.
    [Theory, InlineData(128), InlineData(129), InlineData(300), InlineData(1025)]
    public void It_is_the_whole_product(int rows)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)rows, CPU);
        var wide = randn([rows, rows + 3], dtype: float64, generator: generator);

        foreach (var a in (Tensor[])[wide, wide.mT, wide.mT.contiguous()])
        {
            var expected = wide.mm(wide.mT);
            var gram = GramMatrix.Of(a);
            Assert.InRange(
                Ratio.Of(gram - expected, Ratio.Norm(wide) * Ratio.Norm(wide), rows, float64), 0, Verdict.Threshold);
            Assert.InRange(
                Ratio.Of((gram - expected).diagonal(), Ratio.Norm(expected.diagonal()), rows, float64),
                0,
                Verdict.Threshold);
        }
    }

    // Below, at and above the columns that are converted at a time, and more than two times as many.
    [Theory, InlineData(1023), InlineData(1024), InlineData(1025), InlineData(2500)]
    public void In_another_dtype_all_columns_are_summed(int columns)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)columns, CPU);
        var a = randn([150, columns], dtype: float64, generator: generator).to(float32);
        var exact = a.to(float64).mm(a.to(float64).mT);

        Assert.InRange(
            Ratio.Of(GramMatrix.Of(a, float64) - exact, Ratio.Norm(exact), columns, float64), 0, Verdict.Threshold);
        Assert.InRange(
            Ratio.Of(
                GramMatrix.OfRows(a.mT, float64)[..5, ..5] - a.mT[..5].to(float64).mm(a[.., ..5].to(float64)),
                Ratio.Norm(exact),
                columns,
                float64),
            0,
            Verdict.Threshold);
    }

    [Fact]
    public void In_another_dtype_the_product_is_formed_there()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        var a = randn([5, 40], dtype: float64, generator: generator).to(float32);
        var exact = a.to(float64).mm(a.to(float64).mT);

        Assert.Equal(float64, GramMatrix.Of(a, float64).dtype);
        Assert.InRange(
            Ratio.Of(GramMatrix.Of(a, float64) - exact, Ratio.Norm(exact), 40, float64), 0, Verdict.Threshold);
        Assert.True(Ratio.Norm(GramMatrix.Of(a).to(float64) - exact) > 1e-9 * Ratio.Norm(exact));
    }
}
