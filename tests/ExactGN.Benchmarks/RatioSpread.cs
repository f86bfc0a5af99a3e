namespace ExactGN.Benchmarks;

/// <summary>One line over several processes: median and range. Its target is met where four in five meet it.</summary>
/// <param name="Rows">The line of each process that has it; not empty.</param>
/// <param name="Processes">All processes.</param>
internal sealed record RatioSpread(IReadOnlyList<Ratio> Rows, int Processes)
{
    internal bool Met => 5 * Rows.Count(row => row.Met) >= 4 * Processes;

    /// <summary>The lines of several processes, in the order in which they first come.</summary>
    /// <param name="processes">The table of each.</param>
    internal static RatioSpread[] Of(IReadOnlyList<IReadOnlyList<Ratio>> processes) =>
    [
        .. processes.SelectMany(rows => rows).GroupBy(row => row.Name)
            .Select(rows => new RatioSpread([.. rows], processes.Count)),
    ];

    public override string ToString()
    {
        var values = Rows.Select(row => row.Value).ToArray();
        var (median, range) = (Median.Of(values), $"{values.Min():g4} – {values.Max():g4}");
        var everywhere = Rows[0].Target == "reported" && Rows.Count == Processes;
        var met = everywhere ? "" : $"  met in {Rows.Count(row => row.Met)} of {Processes}";
        return $"{Rows[0].Name,-76} {median,10:g4} {range,20} {Rows[0].Target,10}{met}{(Met ? "" : ", missed")}";
    }
}
