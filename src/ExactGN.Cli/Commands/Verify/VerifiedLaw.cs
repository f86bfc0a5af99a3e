namespace ExactGN.Cli.Commands.Verify;

/// <summary>A law's outcome and where its counterexample lies.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="File">The counterexample's file.</param>
/// <param name="Command">The program that was judged; none for this library.</param>
internal sealed record VerifiedLaw(LawOutcome Outcome, string? File, IReadOnlyList<string> Command)
{
    /// <summary>The line that judges the counterexample again.</summary>
    internal string? Replay => File is null ? null : $"exactgn verify --replay {Word(File)}{Program}";

    private string Program => Command.Count == 0 ? "" : $" -- {string.Join(' ', Command.Select(Word))}";

    // As a shell takes it.
    private static string Word(string word) => word.Length > 0
        && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=:,+@%".Contains(c, StringComparison.Ordinal))
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
