using System.Runtime.InteropServices;

namespace ExactGN.Benchmarks;

/// <summary>Rows of a table that are measured together.</summary>
/// <param name="Name">What --parts calls it.</param>
/// <param name="Measure">The rows, each as soon as it is measured.</param>
internal sealed record RatioPart(string Name, Func<IEnumerable<Ratio>> Measure)
{
    /// <summary>The rows; where one can't be measured, one that says so comes in its place and is the last.</summary>
    internal IEnumerable<Ratio> Rows()
    {
        using var rows = Measure().GetEnumerator();
        while (Next(rows) is { } row)
        {
            yield return row;
            if (double.IsNaN(row.Value))
            {
                yield break;
            }
        }
    }

    private Ratio? Next(IEnumerator<Ratio> rows)
    {
        try
        {
            return rows.MoveNext() ? rows.Current : null;
        }
        catch (Exception error) when (error is NumericalException or InvalidOperationException or ExternalException)
        {
            return Ratio.Unmeasured($"{Name}: {error.Message.Split('\n')[0]}");
        }
    }
}
