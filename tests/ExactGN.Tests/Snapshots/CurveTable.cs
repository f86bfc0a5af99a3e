using System.Globalization;

namespace ExactGN.Tests;

/// <summary>Curves as a table: one row per epoch or update, one column per measure, and for each column the tolerance
/// it is compared with.</summary>
/// <param name="Columns">Names, without commas.</param>
/// <param name="Tolerances">Absolute, one per column; 0 asks for equality.</param>
/// <param name="Rows">Values, one per column.</param>
public sealed record CurveTable(
    IReadOnlyList<string> Columns, IReadOnlyList<double> Tolerances, IReadOnlyList<IReadOnlyList<double>> Rows)
{
    private const string ToleranceMark = "tolerance";

    /// <summary>The text of a snapshot: header, tolerance row, then numbered rows in shortest round-trip
    /// form.</summary>
    public string Format() => string.Join('\n', [
        string.Join(',', ["row", .. Columns]),
        Line(ToleranceMark, Tolerances),
        .. Rows.Select((row, i) => Line(i.ToString(CultureInfo.InvariantCulture), row)),
        "",
    ]);

    /// <summary>The inverse of <see cref="Format"/>.</summary>
    /// <exception cref="FormatException">The text is not such a table; the message names the line.</exception>
    public static CurveTable Parse(string text)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var columns = lines[0].Split(',')[1..];
        if (lines.Length < 2 || !lines[1].StartsWith(ToleranceMark, StringComparison.Ordinal))
        {
            throw new FormatException("Line 2 of a snapshot must be its tolerance row.");
        }

        return new(columns, Numbers(1), [.. Enumerable.Range(2, lines.Length - 2).Select(Numbers)]);

        double[] Numbers(int line)
        {
            var cells = lines[line].Split(',')[1..];
            return cells.Length == columns.Length
                ? [.. cells.Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))]
                : throw new FormatException(
                    $"Line {line + 1} of a snapshot must have {columns.Length} values, got {cells.Length}.");
        }
    }

    /// <summary>What differs most from a verified table, in units of its tolerance; null when nothing exceeds
    /// it.</summary>
    /// <param name="verified">The committed table; its tolerances count.</param>
    public string? DifferenceFrom(CurveTable verified)
    {
        if (!Columns.SequenceEqual(verified.Columns))
        {
            return $"columns are [{string.Join(", ", Columns)}], verified are [{string.Join(", ", verified.Columns)}]";
        }

        if (Rows.Count != verified.Rows.Count)
        {
            return $"{Rows.Count} rows, verified are {verified.Rows.Count}";
        }

        var cells =
            from row in Enumerable.Range(0, Rows.Count)
            from column in Enumerable.Range(0, Columns.Count)
            let excess = Excess(Rows[row][column], verified.Rows[row][column], verified.Tolerances[column])
            where excess > 1
            orderby excess descending
            select string.Create(
                CultureInfo.InvariantCulture,
                $"column '{Columns[column]}', row {row}: got {Rows[row][column]:r}, verified "
                + $"{verified.Rows[row][column]:r}, tolerance {verified.Tolerances[column]:g3}");
        return cells.FirstOrDefault();
    }

    // |actual − expected| in units of the tolerance; equal values (NaN and NaN too) never differ,
    // other non-finite ones always do.
    private static double Excess(double actual, double expected, double tolerance)
    {
        if (actual.Equals(expected))
        {
            return 0;
        }

        var difference = Math.Abs(actual - expected);
        return difference <= tolerance ? difference / tolerance
            : double.IsFinite(difference / tolerance) ? difference / tolerance
            : double.PositiveInfinity;
    }

    private static string Line(string head, IEnumerable<double> values) =>
        string.Join(',', [head, .. values.Select(value => value.ToString("r", CultureInfo.InvariantCulture))]);
}
