using System.Globalization;

namespace ExactGN.Benchmarks;

/// <summary>What is measured, where, and how often.</summary>
/// <param name="Device">cpu or cuda.</param>
/// <param name="Processes">Fresh processes, one after the other.</param>
/// <param name="Parts">The parts of the table, by name; empty for all.</param>
internal sealed record RatioOptions(string Device, int Processes, IReadOnlyList<string> Parts)
{
    private const int MostProcesses = 100;

    /// <summary>Reads the options after the command.</summary>
    /// <param name="arguments">Pairs of an option and its value.</param>
    /// <exception cref="ArgumentException">They are no such options; one sentence.</exception>
    internal static RatioOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new RatioOptions("cpu", 1, []);
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : null;
            options = (arguments[i], value) switch
            {
                ("--device" or "--processes" or "--parts", null) =>
                    throw new ArgumentException($"{arguments[i]} needs a value, and none follows."),
                ("--device", "cpu" or "cuda") => options with { Device = value },
                ("--device", _) => throw new ArgumentException($"--device must be cpu or cuda, got '{value}'."),
                ("--processes", _) => options with { Processes = Count(value) },
                ("--parts", _) => options with { Parts = value.Split(',', StringSplitOptions.TrimEntries) },
                _ => throw new ArgumentException(
                    $"--ratios takes --device, --processes and --parts, got '{arguments[i]}'."),
            };
        }

        return options;
    }

    /// <summary>Those of a table's parts that are asked for.</summary>
    /// <param name="all">All of them.</param>
    /// <exception cref="ArgumentException">One is asked for that the table does not have; one sentence.</exception>
    internal IEnumerable<RatioPart> Choose(IReadOnlyList<RatioPart> all)
    {
        if (Parts.FirstOrDefault(name => all.All(part => part.Name != name)) is { } unknown)
        {
            var names = string.Join(", ", all.Select(part => part.Name));
            throw new ArgumentException(
                $"--parts on {Device} must be some of {names}, separated by commas; got '{unknown}'.");
        }

        return all.Where(part => Parts.Count == 0 || Parts.Contains(part.Name));
    }

    /// <summary>The same, for one process of several.</summary>
    internal string[] OfOneProcess() =>
        ["--device", Device, .. Parts.Count == 0 ? (string[])[] : ["--parts", string.Join(',', Parts)]];

    private static int Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count is > 0 and <= MostProcesses
            ? count
            : throw new ArgumentException(
                $"--processes must be a whole number from 1 to {MostProcesses}, got '{text}'.");
}
