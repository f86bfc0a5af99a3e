namespace ExactGN.Verification.Subjects;

/// <summary>What a subject may say of itself. A word that no law knows would let the laws that it means be skipped
/// without a word.</summary>
internal static class Promised
{
    /// <summary>The words, each of them known.</summary>
    /// <param name="what">What a word is: "A step's promise".</param>
    /// <param name="words">The words.</param>
    /// <param name="known">The known ones.</param>
    /// <exception cref="ArgumentException">One is not.</exception>
    internal static IReadOnlyList<string> Among(
        string what, IReadOnlyList<string> words, params ReadOnlySpan<string> known)
    {
        foreach (var word in words)
        {
            if (!known.Contains(word))
            {
                throw new ArgumentException($"{what} is one of {string.Join(", ", known)}, got '{word}'.");
            }
        }

        return words;
    }

    /// <summary>A size, which is positive.</summary>
    /// <param name="what">What it counts.</param>
    /// <param name="size">The size.</param>
    /// <exception cref="ArgumentException">It is not.</exception>
    internal static int Size(string what, int size) => size > 0
        ? size
        : throw new ArgumentException(FormattableString.Invariant($"A map has one or more {what}, got {size}."));
}
