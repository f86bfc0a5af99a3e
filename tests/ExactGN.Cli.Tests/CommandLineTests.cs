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
        Assert.Contains(result.Lines, line => line.StartsWith("reproduce", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("train", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("sweep", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("claims", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("report", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("data", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("doctor", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData]
    [InlineData("claims")]
    [InlineData("sweep", "plan")]
    public void Help_is_a_command_too(params string[] command)
    {
        var (help, option) = (ExactGnProgram.Run(["help", .. command]), ExactGnProgram.Run([.. command, "--help"]));

        Assert.True(help.ExitCode == 0, help.ToString());
        Assert.Equal(option.Output, help.Output);
    }

    [Theory]
    [InlineData("banana", "There is no command 'banana'", "reproduce")]
    [InlineData("worker", "There is no command 'worker'", "reproduce")]
    [InlineData("doctor banana", "'doctor' has no commands of its own")]
    public void Help_about_what_is_no_command_names_those_that_are(string command, params string[] says) =>
        PlainFailure.IsOneSentence(ExactGnProgram.Run(["help", .. command.Split(' ')]), says);

    [Theory]
    [InlineData("--banana")]
    [InlineData("crosscheck", "--banana", "x.json", "--json", "--peel")]
    [InlineData("crosscheck")]
    [InlineData("doctor", "--banana")]
    [InlineData("claims", "--banana")]
    [InlineData("report", "--banana")]
    [InlineData("train")]
    [InlineData("train", "--config")]
    [InlineData("train", "--config", "x.yaml", "--dtype", "float16")]
    [InlineData("sweep")]
    [InlineData("sweep", "run")]
    [InlineData("sweep", "run", "plan.jsonl", "--index", "one")]
    [InlineData("sweep", "run", "plan.jsonl", "--threads", "0")]
    [InlineData("sweep", "run", "plan.jsonl", "--threads", "two")]
    [InlineData("sweep", "plan", "sweep.yaml", "--dtype", "float16")]
    [InlineData("data")]
    [InlineData("data", "fetch", "banana")]
    [InlineData("data", "fetch", "mnist", "--timeout", "0")]
    [InlineData("data", "verify", "--banana")]
    [InlineData("banana")]
    public void What_is_not_understood_is_refused_with_the_usage(params string[] arguments)
    {
        var result = ExactGnProgram.Run(arguments);

        Assert.True(result.ExitCode != 0, result.ToString());
        Assert.NotEmpty(result.Error);
        Assert.Says("Usage:", result.Output);
        PlainFailure.HasNoStackTrace(result);
    }

    [SkippableTheory]
    [InlineData("--seeds", "banana", "banana")]
    [InlineData("--device", "cuda", "CUDA")]
    public void Reproduce_refuses_what_it_cannot_do_in_one_sentence(string option, string value, string says)
    {
        Skip.If(
            value == "cuda"
            && ExactGnProgram.Run("doctor").Lines.Any(line => line.StartsWith("CUDA", StringComparison.Ordinal)
                && line.Contains(" available", StringComparison.Ordinal)
                && !line.Contains("not available", StringComparison.Ordinal)),
            "This machine has CUDA.");
        var folder = Path.Combine(Path.GetTempPath(), $"exactgn-{Guid.NewGuid():N}");

        var result = ExactGnProgram.Run("reproduce", option, value, "--out", folder);

        Assert.True(result.ExitCode != 0, result.ToString());
        Assert.Says(says, result.Error);
        PlainFailure.HasNoStackTrace(result);
        Assert.False(Directory.Exists(folder), "a run that was refused leaves nothing behind");
    }

    [Fact]
    public void Reproduce_refuses_an_output_folder_that_cannot_be_one_in_one_sentence()
    {
        var file = Path.GetTempFileName();
        try
        {
            PlainFailure.IsOneSentence(
                ExactGnProgram.Run("reproduce", "--out", file), file, "there is a file of that name");
            PlainFailure.IsOneSentence(ExactGnProgram.Run("reproduce", "--out", ""), "folder", "needs a name");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
