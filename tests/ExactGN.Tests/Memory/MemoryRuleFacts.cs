namespace ExactGN.Tests;

/// <summary>What memory cannot hold is refused with the figure.</summary>
public sealed class MemoryRuleFacts
{
    // 2²⁵·2²⁴·4 numbers of 8 bytes are 2⁵⁴ bytes.
    [Fact]
    public void Matrices_take_rows_times_columns_times_copies_times_the_size_of_a_number()
    {
        using var like = zeros([], dtype: float64);

        var error = Assert.Throws<ArgumentException>(
            () => MemoryRule.RequireMatrices(1L << 25, 1L << 24, copies: 4, like, "A rule must hold; this one"));

        Assert.Begins("A rule must hold; this one takes 16,777,216.0 GiB, and there are ", error.Message);
    }

    [Theory, InlineData(7, 8, false), InlineData(8, 8, false), InlineData(9, 8, true)]
    public void What_is_larger_than_the_memory_is_refused(int needed, int available, bool refused)
    {
        var error = Record.Exception(() => MemoryRule.Require(needed, available, "What is asked for"));

        Assert.Equal(refused, error is ArgumentException);
    }
}
