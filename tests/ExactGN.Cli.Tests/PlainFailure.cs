namespace ExactGN.Cli.Tests;

/// <summary>What every refusal looks like.</summary>
internal static class PlainFailure
{
    /// <summary>Non-zero, one sentence on the error stream that says all of <paramref name="parts"/>,
    /// and no stack trace anywhere.</summary>
    internal static void IsOneSentence(ProgramResult result, params string[] parts)
    {
        Assert.True(result.ExitCode != 0, result.ToString());
        var sentence = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(
            parts,
            part => Assert.True(sentence.Contains(part, StringComparison.Ordinal), $"'{part}' is not in: {sentence}"));
        HasNoStackTrace(result);
    }

    internal static void HasNoStackTrace(ProgramResult result)
    {
        Assert.SaysNot("   at ", result.Output + result.Error);
        Assert.SaysNot("Exception", result.Output + result.Error);
    }
}
