namespace Xunit;

/// <summary>What a text says, character by character.</summary>
internal static class OrdinalAssert
{
    extension(Assert)
    {
        /// <summary>The text has the words in it.</summary>
        public static void Says(string words, string? text) => Assert.Contains(words, text, StringComparison.Ordinal);

        /// <summary>The text has them nowhere.</summary>
        public static void SaysNot(string words, string? text) =>
            Assert.DoesNotContain(words, text, StringComparison.Ordinal);

        /// <summary>The text begins with them.</summary>
        public static void Begins(string words, string? text) =>
            Assert.StartsWith(words, text, StringComparison.Ordinal);

        /// <summary>The text ends with them.</summary>
        public static void Ends(string words, string? text) => Assert.EndsWith(words, text, StringComparison.Ordinal);
    }
}
