using System.Globalization;
using System.Text.RegularExpressions;

namespace ExactGN.Tests;

/// <summary>What FsCheck says of a property that failed, told in the ledger's words.</summary>
/// <param name="Law">The claim's id and title.</param>
/// <param name="What">The sentence: a ratio beyond its threshold, an exception, or no case
/// within the hypotheses.</param>
/// <param name="Cases">Which case failed; 0 where none was within the hypotheses.</param>
/// <param name="Original">What the failing case was drawn as; null where there is none.</param>
/// <param name="Shrunk">The smallest that fails too; null where it is the one drawn.</param>
/// <param name="Replay">(seed,gamma,size) of the case, or (seed,gamma) of the run where no single case failed.</param>
/// <param name="Again">The command that runs it again.</param>
/// <param name="Trace">Where an exception was thrown; empty without one.</param>
internal sealed partial record LawFailure(
    string Law, string What, int Cases, string? Original, string? Shrunk, string Replay, string Again, string Trace)
{
    /// <summary>Whether the property itself failed, and not the making of its class.</summary>
    internal bool IsOfTheLaw { get; private init; }

    /// <summary>The whole message: the law first, how to run the case again last.</summary>
    internal string Text => string.Join('\n', ((string?[])
    [
        $"{Law}: {What}",
        Original is null ? null : $"case {Cases.ToString(CultureInfo.InvariantCulture)}: {Original}",
        Shrunk is null ? null : $"smallest: {Shrunk}",
        $"again: {Again}",
    ]).OfType<string>());

    /// <summary>Reads what the framework reports.</summary>
    /// <param name="id">The claim.</param>
    /// <param name="property">The property's name.</param>
    /// <param name="messages">The messages of the exception and of those inside it.</param>
    /// <param name="types">Their types.</param>
    /// <param name="traces">Where they were thrown.</param>
    internal static LawFailure Of(
        string id,
        string property,
        IReadOnlyList<string> messages,
        IReadOnlyList<string?> types,
        IReadOnlyList<string?> traces)
    {
        var said = messages[0].ReplaceLineEndings("\n");
        // FsCheck's own exception of a false verdict says nothing.
        var thrown = Enumerable.Range(1, messages.Count - 1)
            .FirstOrDefault(i => messages[i] != "Expected true, got false.");
        var (step, label) = (StepPattern().Match(said), LabelPattern().Match(said));
        var isOfTheLaw = types[0]?.StartsWith("FsCheck", StringComparison.Ordinal) is true;
        var replay = step.Success
            ? $"({step.Groups["seed"].Value},{step.Groups["size"].Value})"
            : Steering.Replay(property);
        return new(
            Ledger.Words(id),
            !isOfTheLaw ? $"{property}: {types[0]}: {said.Trim()}"
            : thrown > 0 ? $"{property} threw {types[thrown]}: {messages[thrown].Trim()}"
            : label.Success ? $"{property}: {label.Groups["label"].Value}"
            : $"{property}: "
                + $"{(step.Success ? "" : "too few cases within its hypotheses: ")}{said.Trim().Split('\n')[0].Trim()}",
            CasePattern().Match(said) is { Success: true } found
                ? int.Parse(found.Groups["case"].Value, CultureInfo.InvariantCulture)
                : 0,
            OriginalPattern().Match(said) is { Success: true } original ? original.Groups["text"].Value.Trim() : null,
            ShrunkPattern().Match(said) is { Success: true } shrunk ? shrunk.Groups["text"].Value.Trim() : null,
            replay,
            Experiments.Claims.PropertyEvidence.Command(replay, id, property),
            string.Join('\n', (traces[isOfTheLaw ? thrown : 0] ?? "").Split('\n').TakeWhile(
                line => !line.Contains("InvokeStub_", StringComparison.Ordinal))))
        {
            IsOfTheLaw = isOfTheLaw,
        };
    }

    [GeneratedRegex(@"after (?<case>\d+) tests? \(")]
    private static partial Regex CasePattern();

    [GeneratedRegex(@"with size of (?<size>\d+) and seed of \((?<seed>\d+,\d+)\)")]
    private static partial Regex StepPattern();

    [GeneratedRegex(@"^Label of failing property: (?<label>.+)$", RegexOptions.Multiline)]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"^Original:\n(?<text>[\s\S]*?)(?=^Shrunk:\n|\z)", RegexOptions.Multiline)]
    private static partial Regex OriginalPattern();

    [GeneratedRegex(@"^Shrunk:\n(?<text>[\s\S]*)\z", RegexOptions.Multiline)]
    private static partial Regex ShrunkPattern();
}
