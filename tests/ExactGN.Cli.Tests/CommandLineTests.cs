using System.Diagnostics;

namespace ExactGN.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Help_lists_the_commands()
    {
        var result = ExactGnProgram.Run("--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);
        Assert.Contains(result.Lines, line => line.StartsWith("crosscheck", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("doctor", StringComparison.Ordinal));
    }

    [Fact]
    public void Help_comes_at_once()
    {
        // One quiet moment in twenty will do: other processes can slow a start down, and none can speed it up. Loading libtorch takes longer.
        var limit = TimeSpan.FromSeconds(0.4);
        var fastest = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 20 && fastest > limit; attempt++)
        {
            var watch = Stopwatch.StartNew();
            ExactGnProgram.Run("--help");
            fastest = fastest < watch.Elapsed ? fastest : watch.Elapsed;
        }

        Assert.True(fastest <= limit, $"The fastest of 20 starts took {fastest.TotalSeconds:f2} s.");
    }

    [Theory]
    [InlineData("--banana")]
    [InlineData("crosscheck", "--banana", "x.json", "--json", "--peel")]
    [InlineData("crosscheck")]
    [InlineData("doctor", "--banana")]
    [InlineData("banana")]
    public void What_is_not_understood_is_refused_with_the_usage(params string[] arguments)
    {
        var result = ExactGnProgram.Run(arguments);

        Assert.True(result.ExitCode != 0, result.ToString());
        Assert.NotEmpty(result.Error);
        Assert.Contains("Usage:", result.Output, StringComparison.Ordinal);
        PlainFailure.HasNoStackTrace(result);
    }

    [SkippableTheory]
    [InlineData("--seeds", "banana", "banana")]
    [InlineData("--device", "cuda", "CUDA")]
    public void Reproduce_refuses_what_it_cannot_do_in_one_sentence(string option, string value, string says)
    {
        Skip.IfNot(ExactGnProgram.Run("--help").Lines.Any(line => line.StartsWith("reproduce", StringComparison.Ordinal)), "This build has no reproduce command.");
        Skip.If(value == "cuda" && ExactGnProgram.Run("doctor").Lines.Any(line => line.StartsWith("CUDA", StringComparison.Ordinal) && line.Contains(" available", StringComparison.Ordinal) && !line.Contains("not available", StringComparison.Ordinal)), "This machine has CUDA.");
        var folder = Path.Combine(Path.GetTempPath(), $"exactgn-{Guid.NewGuid():N}");

        var result = ExactGnProgram.Run("reproduce", option, value, "--out", folder);

        Assert.True(result.ExitCode != 0, result.ToString());
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        PlainFailure.HasNoStackTrace(result);
        Assert.False(Directory.Exists(folder), "a run that was refused leaves nothing behind");
    }
}
