namespace ExactGN.Experiments.Claims;

/// <summary>All chapters of theory/, in reading order.</summary>
/// <param name="Chapters">The chapters.</param>
public sealed record ClaimLedger(IReadOnlyList<Chapter> Chapters)
{
    // Each chapter uses the notation of those before it. One that is not listed comes last.
    private static readonly string[] ReadingOrder =
        [
            "reversible", "tangents", "least-squares", "losses", "exact-update", "dynamics", "lazy-regime",
            "experiments", "preregistration", "findings", "beyond-the-paper", "data", "differences", "equations",
        ];

    /// <summary>The chapters as they were when this library was built.</summary>
    public static ClaimLedger Embedded { get; } = From(EmbeddedText.All("theory/", ".md"));

    /// <summary>Every claim, in order.</summary>
    public IEnumerable<Claim> Claims => Chapters.SelectMany(chapter => chapter.Claims);

    /// <summary>Reads the chapters of a folder.</summary>
    /// <param name="folder">The folder theory/ of a checkout.</param>
    public static ClaimLedger Read(string folder) =>
        From(Directory.GetFiles(folder, "*.md").Select(
            path => (Path.GetFileNameWithoutExtension(path), File.ReadAllText(path))));

    private static ClaimLedger From(IEnumerable<(string Name, string Text)> files) => new(
    [
        .. files
            .Select(file => Chapter.Parse(file.Name, file.Text))
            .OrderBy(chapter =>
                Array.IndexOf(ReadingOrder, chapter.Name) is var place and >= 0 ? place : ReadingOrder.Length)
            .ThenBy(chapter => chapter.Name, StringComparer.Ordinal),
    ]);
}
