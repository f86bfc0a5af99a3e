namespace ExactGN.Verification.Laws;

/// <summary>All laws, those first that others rest on.</summary>
public static class LawBook
{
    /// <summary>Every law.</summary>
    public static IReadOnlyList<Law> All { get; } =
        [.. Enum.GetValues<LawFamily>().SelectMany(In)];

    /// <summary>The laws of a family, those first that others rest on.</summary>
    /// <param name="family">The family.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none such.</exception>
    public static IReadOnlyList<Law> In(LawFamily family) => family switch
    {
        LawFamily.Map => ForwardLaws.All,
        LawFamily.Tangents => TangentLaws.All,
        LawFamily.Kernels => KernelLaws.All,
        LawFamily.GaussNewton => GaussNewtonLaws.All,
        LawFamily.LeastSquares => LeastSquaresLaws.All,
        LawFamily.Losses => LossLaws.All,
        LawFamily.Similarity => SimilarityLaws.All,
        LawFamily.Chains => ChainLaws.All,
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "There is no such family of laws."),
    };

    extension(Law law)
    {
        /// <summary>What kind of thing it judges.</summary>
        public LawFamily Family => Enum.GetValues<LawFamily>().First(family => In(family).Contains(law));
    }

    /// <summary>The law of that id.</summary>
    /// <param name="id">Such as TAN-12.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Law Of(string id) => All.FirstOrDefault(law => law.Id == id)
        ?? throw new ArgumentException(
            $"A law's id must be one of those that 'exactgn verify --list' prints, got '{Quoted.Short(id)}'.");

    /// <summary>The laws that a subject of this description is held to.</summary>
    /// <param name="description">What it offers and promises.</param>
    public static IEnumerable<Law> For(Description description) => All.Where(law => law.Missing(description) is null);

    /// <summary>The laws that some patterns name, * for anything.</summary>
    /// <param name="patterns">Such as GN-*; none for all laws.</param>
    /// <exception cref="ArgumentException">A pattern names no law.</exception>
    public static IReadOnlyList<Law> Named(IReadOnlyList<string> patterns)
    {
        foreach (var pattern in patterns.Where(pattern => !All.Any(law => Matches(law, pattern))))
        {
            throw new ArgumentException($"A pattern of laws must name one at least, got '{Quoted.Short(pattern)}'.");
        }

        return patterns.Count == 0 ? All : [.. All.Where(law => patterns.Any(pattern => Matches(law, pattern)))];
    }

    private static bool Matches(Law law, string pattern) =>
        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, law.Id);
}
