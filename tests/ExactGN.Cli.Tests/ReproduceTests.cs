namespace ExactGN.Cli.Tests;

public sealed class ReproduceTests : InTemporaryFolder
{
    [Fact]
    public void One_seed_runs_reports_and_decides_nothing()
    {
        var result = ExactGnProgram.Run("reproduce", "--out", Path.Combine(Folder, "out"), "--seeds", "42");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Says("LOOK-3", result.Output);
        Assert.Says("no verdict", result.Output);
        Assert.Says("start, figures and report together:", result.Output);
        Assert.Equal(
            8,
            Directory.GetFiles(
                Path.Combine(Folder, "out", "runs"), "metrics.csv", SearchOption.AllDirectories).Length);
        Assert.All(
            (string[])["report.html", "claims.csv", "manifest.json"],
            file => Assert.True(File.Exists(Path.Combine(Folder, "out", file)), file));
    }

    [Theory]
    [InlineData("42,x", "numbers and ranges")]
    [InlineData("-3", "numbers and ranges")]
    [InlineData("42-43,43", "named once")]
    [InlineData("51-42", "backwards")]
    [InlineData("1-1000000", "at most")]
    public void Seeds_that_are_none_are_refused_in_one_sentence(string seeds, string reason) =>
        Refused(reason, "reproduce", "--out", Path.Combine(Folder, "out"), $"--seeds={seeds}");

    [Fact]
    public void An_output_folder_that_is_a_file_is_refused_in_one_sentence()
    {
        var file = Path.Combine(Folder, "file");
        File.WriteAllText(file, "");

        Refused("cannot be written to", "reproduce", "--out", file);
    }

    private static void Refused(string reason, params string[] arguments)
    {
        var result = ExactGnProgram.Run(arguments);

        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Says(reason, result.Error);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
