namespace ExactGN.Cli.Commands.Verify;

/// <summary>Laws that a project lives with breaking: an id and a reason a line; # begins a remark.</summary>
internal sealed class KnownDeviations
{
    private readonly Dictionary<string, string> _reasons;

    private KnownDeviations(Dictionary<string, string> reasons) => _reasons = reasons;

    // A line for each law takes far less.
    private const int MostCharacters = 1 << 20;

    internal static KnownDeviations None { get; } = new([]);

    internal IReadOnlySet<string> Ids => _reasons.Keys.ToHashSet(StringComparer.Ordinal);

    internal string? ReasonOf(string id) => _reasons.GetValueOrDefault(id);

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">A line has no reason, or an id that is no law's; or it is no such
    /// file.</exception>
    internal static KnownDeviations Read(string file)
    {
        Dictionary<string, string> reasons = new(StringComparer.Ordinal);
        var lines = BoundedText.Named(file, "--known", MostCharacters).Split('\n').Select(line => line.Trim());
        foreach (var (i, line) in lines.Index().Where(entry => entry.Item is not ("" or ['#', ..])))
        {
            if (line.Split((char[]?)null, 2,
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [var id, var reason])
            {
                throw new InvalidDataException(
                    "A line of known deviations must hold a law's id and a reason, "
                        + $"got '{line}' in line {i + 1} of {file}.");
            }

            if (!LawBook.All.Any(law => law.Id == id))
            {
                throw new InvalidDataException(
                    "A known deviation must name a law that 'exactgn verify --list' prints, "
                        + $"got '{id}' in line {i + 1} of {file}.");
            }

            reasons[id] = reason;
        }

        return new(reasons);
    }
}
