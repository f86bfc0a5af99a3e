namespace ExactGN.Cli.Tests;

/// <summary>Two processes that write one file at the same time each write it whole, one after the other.</summary>
public sealed class TwoWritersTests : InTemporaryFolder
{
    [SkippableFact]
    public void Two_processes_that_write_one_file_leave_one_of_both_whole()
    {
        Skip.If(OperatingSystem.IsWindows(), "The two are started by Bash.");
        var config = Path.Combine(ExactGnProgram.Root, "fixtures", "configs", "train_mnist_FB_ggn.yaml");
        foreach (var name in (string[])["first", "second"])
        {
            // Some megabytes, so that writing takes a while.
            var epochs = name == "first" ? 3 : 4;
            File.WriteAllText(
                At($"{name}.yaml"),
                $"config: {config}\nset: {{Runtime.Train.args.num_epochs: {epochs}}}\nseeds: 1-1000\n");
        }

        string[] wholes =
            [.. ((string[])["first", "second"]).Select(
                name => ExactGnProgram.Run("sweep", "plan", At($"{name}.yaml")).Output)];
        for (var i = 0; i < 3; i++)
        {
            var both = ExactGnProgram.RunIn(
                $"\"$@\" '{At("first.yaml")}' --out '{At("plan.jsonl")}' & first=$!; \"$@\" '{At("second.yaml")}' "
                + $"--out '{At("plan.jsonl")}' && wait $first",
                "sweep", "plan");

            Assert.True(both.ExitCode == 0 && both.Error.Length == 0, both.ToString());
            Assert.Contains(File.ReadAllText(At("plan.jsonl")), wholes);
            Assert.Empty(Directory.GetFiles(Folder, "*.partial*"));
        }
    }

    private string At(string name) => Path.Combine(Folder, name);
}
