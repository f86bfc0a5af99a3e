namespace ExactGN.Tests;

/// <summary>A row of a table.</summary>
/// <param name="Text">Its Markdown.</param>
internal sealed record TheoryRow(string Text)
{
    /// <summary>The claims that it names.</summary>
    internal IReadOnlyList<string> Claims => TheoryPage.Claims(Text);

    /// <summary>The types of the sources that it links to.</summary>
    internal IReadOnlyList<Type> Code => Types("src");

    /// <summary>The test classes that it links to.</summary>
    internal IReadOnlyList<Type> Tests => Types("tests");

    private IReadOnlyList<Type> Types(string folder) =>
        [.. TheoryLink.All(Text).Where(link => link.Target.StartsWith($"../{folder}/", StringComparison.Ordinal)).Select(link => link.Type).OfType<Type>().Distinct()];
}
