namespace ExactGN.Tests;

/// <summary>theory/data.md: the published configuration files.</summary>
public sealed class PublishedProperties
{
    [Claim("DAT-6")]
    public Property Every_value_of_a_published_file_arrives_at_its_place(
        PublishedReading reading, PublishedRecipe recipe) =>
            Verdict.That(recipe, reading.Read(recipe.Text, []) == recipe.Expected());

    [Claim("DAT-7")]
    public Property What_is_set_beside_a_file_wins_and_the_later_over_the_earlier(
        PublishedReading reading, PublishedRecipe recipe, PublishedRecipe passing, PublishedRecipe last)
    {
        string[] settings = [.. passing.Values.Concat(last.Values).Select(entry => $"{entry.Path}={entry.Value}")];

        return Verdict.That(recipe, reading.Read(recipe.Text, settings) == last.Expected(halfLayers: false));
    }
}
