namespace ExactGN.Cli.Commands.Verify;

/// <summary>Laws that a project lives with breaking: an id and a reason a line; # begins a remark.</summary>
internal sealed class KnownDeviations
{
    private readonly Dictionary<string, string> _reasons;

    private KnownDeviations(Dictionary<string, string> reasons) => _reasons = reasons;

    internal static KnownDeviations None { get; } = new([]);

    internal IReadOnlySet<string> Ids => _reasons.Keys.ToHashSet(StringComparer.Ordinal);

    internal string ReasonOf(string id) => _reasons.GetValueOrDefault(id, "");

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">A line has no reason, or an id that is no law's.</exception>
    internal static KnownDeviations Read(string file)
    {
        Dictionary<string, string> reasons = new(StringComparer.Ordinal);
        foreach (var (number, line) in File.ReadLines(file).Select((line, index) =>
            (index + 1, line.Trim())).Where(entry => entry.Item2 is not "" && entry.Item2[0] != '#'))
        {
            if (line.Split((char[]?)null, 2,
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [var id, var reason])
            {
                throw new InvalidDataException(
                    "A line of known deviations must hold a law's id and a reason, "
                        + $"got '{line}' in line {number} of {file}.");
            }

            if (!LawBook.All.Any(law => law.Id == id))
            {
                throw new InvalidDataException(
                    "A known deviation must name a law that 'exactgn verify --list' prints, "
                        + $"got '{id}' in line {number} of {file}.");
            }

            reasons[id] = reason;
        }

        return new(reasons);
    }
}
