namespace ExactGN.Tests;

/// <summary>CKA compares two matrices with a row per sample, and refuses anything else by its shapes.</summary>
public sealed class RepresentationRulesTests
{
    [Fact]
    public void Representations_of_other_samples_are_refused()
    {
        using var scope = NewDisposeScope();
        var x = randn([4, 3], dtype: float64);
        foreach (var wrong in (Tensor[])[randn([5, 3], dtype: float64), randn([1, 3], dtype: float64), randn([4], dtype: float64), randn([4, 3, 2], dtype: float64)])
        {
            Assert.StartsWith("CKA compares two representations of the same samples, got [", Assert.Throws<ArgumentException>(() => CenteredKernelAlignment.Of(x, wrong)).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => CenteredKernelAlignment.Of(wrong, x));
        }
    }
}
