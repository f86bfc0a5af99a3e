namespace ExactGN.Tests;

/// <summary>Where a strategy leaves its dtype's range, in powers of two: float64 has tiny = 2⁻¹⁰²² and
/// eps = 2⁻⁵².</summary>
public sealed class WorkingRangeFacts
{
    // With s = 0 only K counts, within tiny/eps² = 2⁻⁹¹⁸ and max·eps², nearly 2⁹²⁰.
    [Theory]
    [InlineData(-919, true), InlineData(-918, false), InlineData(0, false), InlineData(919, false)]
    [InlineData(920, true)]
    public void K_has_room_for_eps_squared_on_both_sides(int size, bool left) =>
        Assert.Equal(left, LeftSquaring(size, right: null));

    // ã alone: within tiny/eps = 2⁻⁹⁷⁰ and max·eps, nearly 2⁹⁷².
    [Theory]
    [InlineData(-971, true), InlineData(-970, false), InlineData(0, false), InlineData(971, false)]
    [InlineData(972, true)]
    public void A_matrix_has_room_for_eps_on_both_sides(int size, bool left)
    {
        using var scope = NewDisposeScope();
        var a = ones([1, 1], dtype: float64);

        var answer = WorkingRange.Left(tensor(Math.ScaleB(1, size)), a, zeros([1, 1], dtype: float64));

        Assert.Equal(left, answer.item<bool>());
    }

    // s/σ² = 2⁻⁹⁹⁰ is outside where sσ = 2²¹⁰ is within; sσ = 2⁹⁹⁰ is where s/σ² = 2⁹⁰ is within; then both are.
    [Theory, InlineData(800, -190, true), InlineData(600, 690, true), InlineData(600, 300, false)]
    public void What_is_divided_by_K_and_what_is_multiplied_by_the_matrix_are_to_be_within(
        int size, int right, bool left) => Assert.Equal(left, LeftSquaring(size, right));

    private static bool LeftSquaring(int size, int? right)
    {
        using var scope = NewDisposeScope();
        var s = full([1, 1], right is { } power ? Math.ScaleB(1, power) : 0, dtype: float64);
        return WorkingRange.LeftSquaring(tensor(Math.ScaleB(1, size)), ones([1, 1], dtype: float64), s).item<bool>();
    }
}
