namespace ExactGN.Cli.Tests;

/// <summary>Places that nothing can be written to are refused in one sentence, before anything is trained
/// or judged.</summary>
public sealed class UnwritableTests : InTemporaryFolder
{
    public UnwritableTests()
    {
        RandomImages.Write(Folder, "train", 96);
        RandomImages.Write(Folder, "t10k", 40);
        File.WriteAllText(Path.Combine(Folder, "property-The_inverse_undoes_the_forward_map.json"), """
            { "claim": "REV-2", "property": "The_inverse_undoes_the_forward_map", "holds": true,
              "cases": 100, "worstRatio": 1.5, "threshold": 30, "worstRecipe": "R",
              "replay": "(5,7)", "device": "cpu", "seconds": 1, "torchSharp": "0", "dotnet": "10" }
            """);
    }

    [Theory]
    [InlineData("reproduce"), InlineData("train"), InlineData("report")]
    [InlineData("--out"), InlineData("--junit"), InlineData("--page")]
    public void A_place_below_a_file(string command)
    {
        var file = Path.Combine(Folder, "file");
        File.WriteAllText(file, "mine");
        var output = Path.Combine(file, "out", "page.html");

        PlainFailure.IsOneSentence(To(command, output), $"'{output}' cannot be written", file);
        Assert.Equal("mine", File.ReadAllText(file));
    }

    [SkippableTheory]
    [InlineData("reproduce"), InlineData("train"), InlineData("report")]
    [InlineData("--out"), InlineData("--junit"), InlineData("--page")]
    public void A_file_system_that_takes_no_files(string command)
    {
        Skip.IfNot(Directory.Exists("/proc/self"), "This system has no /proc.");

        PlainFailure.IsOneSentence(To(command, "/proc/exactgn/out"), "'/proc/exactgn/out' cannot be written");
        PlainFailure.IsOneSentence(To(command, "/proc/exactgn"), "'/proc/exactgn' cannot be written");
    }

    [SkippableTheory]
    [InlineData("reproduce"), InlineData("train"), InlineData("report")]
    [InlineData("--out"), InlineData("--junit"), InlineData("--page")]
    public void A_folder_without_permission(string command)
    {
        if (OperatingSystem.IsWindows())
        {
            Skip.If(true, "Windows has no permission bits.");
            return;
        }

        Skip.If(Environment.IsPrivilegedProcess, "Root may write everywhere, so permission bits refuse it nothing.");
        var folder = Directory.CreateDirectory(
            Path.Combine(Folder, "locked"), UnixFileMode.UserRead | UnixFileMode.UserExecute).FullName;
        var output = Path.Combine(folder, "out");

        PlainFailure.IsOneSentence(To(command, output), $"'{output}' cannot be written");
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    private ProgramResult To(string command, string output) => ExactGnProgram.Run(command switch
    {
        "reproduce" => ["reproduce", "--out", output],
        "train" => [
            "train", "--config", Path.Combine(ExactGnProgram.Root, "fixtures", "configs", "train_mnist_FB_ggn.yaml"),
            "--data-dir", Folder, "--set", "Setup.Data.subset=64", "--out", output,
        ],
        "report" => ["report", "--evidence", Folder, "--out", output],
        var option => ["verify", "--claims", "LOSS-1", option, output],
    });
}
