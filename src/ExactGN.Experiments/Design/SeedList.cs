using System.Globalization;

namespace ExactGN.Experiments.Design;

/// <summary>Seeds as a user writes them: "42,43", "42-51", or both mixed.</summary>
public static class SeedList
{
    /// <summary>The most seeds that a list may have.</summary>
    public const int Most = 1000;

    /// <summary>Parses a list of seeds.</summary>
    /// <param name="text">The list.</param>
    /// <param name="name">What takes it, for refusals.</param>
    /// <returns>The seeds in the order given.</returns>
    /// <exception cref="FormatException">It is not such a list, or names a seed twice;
    /// the message is one sentence.</exception>
    public static IReadOnlyList<int> Parse(string text, string name = "--seeds")
    {
        List<int> seeds = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2
                || !ends.All(end => int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            {
                throw new FormatException(
                    $"{name} takes numbers and ranges from 0 to {int.MaxValue}, such as 42,43 or 42-51, got '{text}'.");
            }

            var (first, last) =
                (int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[^1], CultureInfo.InvariantCulture));
            if (last < first)
            {
                throw new FormatException($"A range of seeds must not run backwards, got '{part}'.");
            }

            if ((long)last - first + 1 + seeds.Count > Most)
            {
                throw new FormatException($"{name} takes at most {Most} seeds, got more in '{text}'.");
            }

            seeds.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return seeds.GroupBy(seed => seed).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new FormatException($"Each seed may be named once, got {twice.Key} twice or more in '{text}'.")
            : seeds;
    }
}
