namespace ExactGN.Tests;

/// <summary>The comparer behind every snapshot must itself see what it is for.</summary>
public sealed class CurveTableTests
{
    private static readonly CurveTable Verified = new(
        ["train_loss", "test_accuracy"], [1e-9, 0.2], [[2.25, 10.5], [1.5, 55.25], [double.NaN, 60]]);

    [Fact]
    public void A_table_survives_formatting_and_parsing() =>
        Assert.Null(CurveTable.Parse(Verified.Format()).DifferenceFrom(Verified));

    [Theory]
    [InlineData(1, 0, 1.5 + 2e-9, "column 'train_loss', row 1")]
    [InlineData(1, 1, 55.5, "column 'test_accuracy', row 1")]
    [InlineData(2, 0, 1.0, "column 'train_loss', row 2")]
    [InlineData(0, 0, double.NaN, "column 'train_loss', row 0")]
    [InlineData(0, 1, double.PositiveInfinity, "column 'test_accuracy', row 0")]
    public void A_value_beyond_its_tolerance_is_named(int row, int column, double value, string where)
    {
        var difference = With(row, column, value).DifferenceFrom(Verified);
        Assert.NotNull(difference);
        Assert.Says(where, difference);
    }

    [Fact]
    public void The_worst_cell_is_named_first() =>
        Assert.Says("row 1", With(0, 0, 2.25 + 5e-9).With(1, 0, 1.6).DifferenceFrom(Verified));

    [Theory]
    [InlineData(1, 0, 1.5 + 5e-10)]
    [InlineData(1, 1, 55.4)]
    public void A_value_within_its_tolerance_is_accepted(int row, int column, double value) =>
        Assert.Null(With(row, column, value).DifferenceFrom(Verified));

    [Fact]
    public void Zero_tolerance_asks_for_equality()
    {
        var exact = Verified with { Tolerances = [0, 0] };
        Assert.Null(exact.DifferenceFrom(exact));
        Assert.NotNull(With(1, 0, Math.BitIncrement(1.5)).DifferenceFrom(exact));
    }

    [Fact]
    public void A_missing_row_or_another_column_is_a_difference()
    {
        Assert.NotNull((Verified with { Rows = [.. Verified.Rows.Take(2)] }).DifferenceFrom(Verified));
        Assert.NotNull((Verified with { Columns = ["loss", "test_accuracy"] }).DifferenceFrom(Verified));
    }

    [Theory]
    [InlineData("row,a\n0,1\n")]
    [InlineData("row,a\ntolerance,1,2\n")]
    [InlineData("row,a\ntolerance,0\n0,x\n")]
    public void A_text_that_is_no_table_is_refused(string text) =>
        Assert.Throws<FormatException>(() => CurveTable.Parse(text));

    private static CurveTable With(int row, int column, double value) => Verified.With(row, column, value);
}

internal static class CurveTableExtensions
{
    public static CurveTable With(this CurveTable table, int row, int column, double value)
    {
        var rows = table.Rows.Select(values => values.ToArray()).ToArray();
        rows[row][column] = value;
        return table with { Rows = rows };
    }
}
