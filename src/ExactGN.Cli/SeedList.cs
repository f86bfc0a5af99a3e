using System.Globalization;

namespace ExactGN.Cli;

/// <summary>Seeds as a user writes them: "42,43", "42-51", or both mixed.</summary>
internal static class SeedList
{
    internal const int Most = 1000;

    /// <summary>Parses a list of seeds.</summary>
    /// <param name="text">The list.</param>
    /// <returns>The seeds in the order given.</returns>
    /// <exception cref="FormatException">It is not such a list, or names a seed twice; the message is one sentence.</exception>
    internal static IReadOnlyList<int> Parse(string text)
    {
        List<int> seeds = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !ends.All(end => int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            {
                throw new FormatException($"--seeds takes numbers and ranges such as 42,43 or 42-51, got '{text}'.");
            }

            var (first, last) = (int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[^1], CultureInfo.InvariantCulture));
            if (last < first)
            {
                throw new FormatException($"A range of seeds must not run backwards, got '{part}'.");
            }

            if ((long)last - first + 1 + seeds.Count > Most)
            {
                throw new FormatException($"--seeds takes at most {Most} seeds, got more in '{text}'.");
            }

            seeds.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return seeds.GroupBy(seed => seed).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new FormatException($"Each seed may be named once, got {twice.Key} twice or more in '{text}'.")
            : seeds;
    }
}
