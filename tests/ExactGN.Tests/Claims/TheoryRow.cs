namespace ExactGN.Tests;

/// <summary>A row of a table.</summary>
/// <param name="Text">Its Markdown.</param>
internal sealed record TheoryRow(string Text)
{
    /// <summary>The claims that it names.</summary>
    internal IReadOnlyList<string> Claims => TheoryPage.Claims(Text);

    /// <summary>The types of the sources that it links to.</summary>
    internal IReadOnlyList<Type> Code => Types(target => target.StartsWith("../src/", StringComparison.Ordinal) && !IsKit(target));

    /// <summary>The lists of laws that it links to.</summary>
    internal IReadOnlyList<Type> Laws => Types(IsKit);

    /// <summary>The test classes that it links to.</summary>
    internal IReadOnlyList<Type> Tests => Types(target => target.StartsWith("../tests/", StringComparison.Ordinal));

    private static bool IsKit(string target) => target.StartsWith("../src/ExactGN.Verification/", StringComparison.Ordinal);

    private IReadOnlyList<Type> Types(Func<string, bool> leadsThere) =>
        [.. TheoryLink.All(Text).Where(link => leadsThere(link.Target)).Select(link => link.Type).OfType<Type>().Distinct()];
}
