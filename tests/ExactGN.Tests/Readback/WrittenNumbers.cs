using System.Globalization;
using System.Text.RegularExpressions;

namespace ExactGN.Tests;

/// <summary>Numbers as a reader finds them in a text, each with half a unit of its last digit.</summary>
internal static partial class WrittenNumbers
{
    /// <summary>A number and how far the one that it was rounded from may lie.</summary>
    internal readonly record struct Written(double Value, double Half, string Text);

    /// <summary>All numbers in a text, in its order.</summary>
    internal static IReadOnlyList<Written> Of(string text) => [.. Pattern().Matches(text).Select(match =>
        Parsed(match.Value))];

    /// <summary>Fails unless the numbers of a text are the expected ones, as far as its digits go.</summary>
    internal static void Agree(string text, params IReadOnlyList<double> expected)
    {
        var found = Of(text);
        if (found.Count != expected.Count || found.Zip(expected).Any(pair => !IsRounded(pair.First, pair.Second)))
        {
            throw new Xunit.Sdk.XunitException(string.Create(CultureInfo.InvariantCulture,
                $"'{text}' says {string.Join(" ", found.Select(number => number.Value))}, and it should be "
                + $"{string.Join(" ", expected)}."));
        }
    }

    /// <summary>Fails unless the number that follows a phrase is the expected one.</summary>
    internal static void AgreeAfter(string text, string phrase, double expected)
    {
        var at = text.IndexOf(phrase, StringComparison.Ordinal);
        if (at < 0 || Of(text[(at + phrase.Length)..]) is not [var found, ..] || !IsRounded(found, expected)
            || !text[(at + phrase.Length)..].TrimStart().StartsWith(found.Text, StringComparison.Ordinal))
        {
            throw new Xunit.Sdk.XunitException(string.Create(CultureInfo.InvariantCulture,
                $"'{text}' should say {expected} after '{phrase}'."));
        }
    }

    // Besides rounding to its last digit there is that of the sums behind it.
    private static bool IsRounded(Written written, double expected) => written.Value.Equals(expected)
        || Math.Abs(written.Value - expected) <= written.Half * (1 + 1e-6) + 1e-9 * Math.Abs(expected);

    private static Written Parsed(string text)
    {
        var plain = text.Replace('−', '-').Replace(",", "", StringComparison.Ordinal);
        if (plain.EndsWith('∞'))
        {
            return new(plain[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity, 0, text);
        }

        var parts = plain.Split('e', 'E');
        var decimals = parts[0].Contains('.', StringComparison.Ordinal) ? parts[0].Length - parts[0].IndexOf('.',
            StringComparison.Ordinal) - 1 : 0;
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        return new(double.Parse(plain, CultureInfo.InvariantCulture), 0.5 * Math.Pow(10, exponent - decimals), text);
    }

    // 1,797 and 0.5 and 3e−4 and −∞; not the 1 of EXP-1 or of x1.
    [GeneratedRegex(@"(?<![\w.\-–])[−-]?(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?:[eE][−+-]?\d+)?|∞)(?!\w)")]
    private static partial Regex Pattern();
}
