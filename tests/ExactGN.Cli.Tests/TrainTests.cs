using System.Text.Json;

namespace ExactGN.Cli.Tests;

public sealed class TrainTests : InTemporaryFolder
{
    private const string Gn = "train_mnist_FB_ggn.yaml";

    public TrainTests()
    {
        RandomImages.Write(Folder, "train", 96);
        RandomImages.Write(Folder, "t10k", 40);
    }

    [Fact]
    public void A_published_file_trains_and_a_finished_run_is_not_run_again()
    {
        string[] small = [.. Small(Gn, subset: 64, epochs: 3), "--dtype", "float64"];

        var first = ExactGnProgram.Run(small);
        var again = ExactGnProgram.Run(small);

        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Empty(first.Error);
        Assert.Says(
            "MNIST, the first 64 images, batches of 64; Gauss-Newton with η = 0.5; RevMlp, d = 784, h = 48, L = 2; "
            + "3 epochs, seed 42, Float64 on cpu",
            first.Lines[0]);
        Assert.Contains(
            first.Lines,
            line => line.StartsWith("- Pseudo-inverses come from the eigenvalues", StringComparison.Ordinal));
        Assert.Equal(4, first.Lines.Count(line => line.StartsWith("epoch ", StringComparison.Ordinal)));
        Assert.Contains(
            first.Lines,
            line => line.StartsWith("epoch 2/3: loss ", StringComparison.Ordinal)
                && line.Contains(", defect ", StringComparison.Ordinal)
                && line.EndsWith("left", StringComparison.Ordinal));
        Assert.Contains(
            first.Lines,
            line => line.StartsWith("epoch 3/3: loss ", StringComparison.Ordinal)
                && line.Contains(", defect ", StringComparison.Ordinal)
                && !line.EndsWith("left", StringComparison.Ordinal));
        Assert.Contains(first.Lines, line => line.StartsWith("training: loss ", StringComparison.Ordinal));
        Assert.Contains(first.Lines, line => line.StartsWith("test:", StringComparison.Ordinal));
        Assert.Contains(
            first.Lines, line => line.StartsWith("exactness defect of the steps", StringComparison.Ordinal));
        var run = Assert.Single(Directory.GetDirectories(Path.Combine(Folder, "out", "runs")));
        Assert.Equal(5, File.ReadAllLines(Path.Combine(run, "metrics.csv")).Length);
        Assert.Equal(4, File.ReadAllLines(Path.Combine(run, "updates.csv")).Length);
        Assert.Says("Set beside the file:", File.ReadAllText(Path.Combine(run, "departures.txt")));
        Assert.Equal(File.ReadAllText(Config(Gn)), File.ReadAllText(Path.Combine(run, "configuration.yaml")));

        Assert.True(again.ExitCode == 0, again.ToString());
        Assert.DoesNotContain(again.Lines, line => line.StartsWith("epoch ", StringComparison.Ordinal));
        Assert.Equal(first.Lines[^5..], again.Lines[^5..]);
    }

    [Fact]
    public void A_wide_network_takes_little_more_memory_than_was_estimated_before_it()
    {
        const int Hidden = 150_000;
        Assert.Equal(0, ExactGnProgram.Run([
            .. Small(Gn, subset: 64, epochs: 1), "--set", "Setup.Data.name=digits", "--set",
            "Setup.Model.feature_dim=64", "--set", $"Setup.Model.hidden_dim={Hidden}", "--set",
            "Setup.Data.batch_size=32",
        ]).ExitCode);

        var run = Assert.Single(Directory.GetDirectories(Path.Combine(Folder, "out", "runs")));
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "manifest.json")));
        var peak = manifest.RootElement.GetProperty("peakMemoryMegabytes").GetDouble();
        // W and V of four half-couplings twice over, and a batch's features; .NET and libtorch take the rest. The
        // features of all 797 test images at once would be 478 MB in each of two copies.
        var estimated = 4.0 * Hidden * (2 * 4 * (32 + 32) + 32) / 1e6;
        Assert.InRange(peak, estimated / 2, 2 * estimated + 300);
    }

    [Fact]
    public void Adam_trains_too_and_a_diverged_run_is_a_result()
    {
        var adam = ExactGnProgram.Run(Small("train_mnist_adam-seed43.yaml", subset: 64, epochs: 2));
        var diverged = ExactGnProgram.Run([
            .. Small("train_mnist_adam-seed43.yaml", subset: 64, epochs: 2), "--set",
            "Runtime.Train.optimizer.name=sgd", "--set", "Runtime.Train.optimizer.args.lr=1e9",
        ]);

        Assert.True(adam.ExitCode == 0, adam.ToString());
        Assert.Says("Adam with η = 0.0001", adam.Lines[0]);
        Assert.SaysNot("defect", adam.Output);
        Assert.True(diverged.ExitCode == 0, diverged.ToString());
        Assert.Contains(
            diverged.Lines, line => line.StartsWith("Diverged in epoch 1, update ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        "rev-conv", "RevConvNet (14×14 positions of 2×2 pixels, patches of 5×5), d = 784", "--kernel-size", "5")]
    [InlineData("rev-mixer", "RevMixer (7×7 positions of 4×4 pixels), d = 784", "--block-size", "4")]
    public void Another_architecture_trains_too(string name, string says, string option, string value)
    {
        var run = ExactGnProgram.Run([.. Small(Gn, subset: 16, epochs: 1), "--architecture", name, option, value]);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Says(says, run.Lines[0]);
        Assert.Contains(
            run.Lines,
            line => line.StartsWith("- The paper's network is a RevMlp; this one is a Rev", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.StartsWith("epoch 1/1: loss ", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void An_interrupted_run_says_so_and_goes_on_to_the_same_end()
    {
        Skip.If(OperatingSystem.IsWindows(), "An interrupt is sent as a signal.");
        string[] many = [
            .. Small(Gn, subset: 64, epochs: 2000), "--set", "Setup.Data.batch_size=8", "--set",
            "Runtime.Train.optimizer.args.lr=0.001",
        ];

        var interrupted = ExactGnProgram.Interrupt("epoch 2/2000", many);
        var taken = ExactGnProgram.Interrupt("epoch ", many);

        PlainFailure.IsOneSentence(interrupted, "Interrupted; the same command takes up the run where it stopped.");
        var first = taken.Lines.First(line => line.StartsWith("epoch ", StringComparison.Ordinal));
        Assert.True(
            int.Parse(
                first[6..first.IndexOf('/', StringComparison.Ordinal)],
                System.Globalization.CultureInfo.InvariantCulture) > 2,
            first);
    }

    [Fact]
    public void A_run_of_more_images_than_there_are_is_refused_with_what_helps()
    {
        PlainFailure.IsOneSentence(
            ExactGnProgram.Run(
                "train", "--config", Config("train_mnist_adam-seed43.yaml"), "--data-dir", Folder, "--out",
                Path.Combine(Folder, "out")),
            "has 96 of the 60000 training images that the run takes", "--set Setup.Data.subset=96 takes these");
        Assert.False(Directory.Exists(Path.Combine(Folder, "out")), "a run that was refused leaves nothing behind");
    }

    [Theory]
    [InlineData("--set", "Setup.Data.batchsize=3", "the nearest is 'Setup.Data.batch_size'")]
    [InlineData("--set", "Setup.Data.batch_size=many", "takes a whole number from 1 to 16777216, got many")]
    [InlineData("--set", "Setup.Data.batch_size", "--set takes KEY=VALUE")]
    [InlineData("--checkpoint-every", "-1", "--checkpoint-every takes 0 to a million seconds")]
    [InlineData("--kernel-size", "5", "belongs to rev-conv, and the architecture is rev-mlp, got 5")]
    [InlineData("--block-size", "4", "belongs to rev-conv and rev-mixer, and the architecture is rev-mlp, got 4")]
    [InlineData("--data-dir", "nowhere", "--data-dir takes a folder")]
    [InlineData("--out", "", "needs a name")]
    public void What_cannot_be_meant_is_refused_in_one_sentence(string option, string value, string says) =>
        PlainFailure.IsOneSentence(
            ExactGnProgram.RunIn(
                [("EXACTGN_DATA", Folder)], "train", "--config", Config(Gn), "--set", "Setup.Data.subset=64", option,
                value),
            says);

    [Fact]
    public void A_file_that_is_none_is_refused_in_one_sentence()
    {
        var path = Path.Combine(Folder, "bad.yaml");
        File.WriteAllText(path, "Setup:\n  Data: [1\n");

        PlainFailure.IsOneSentence(ExactGnProgram.Run("train", "--config", path), "bad.yaml, line", "this is no YAML");
        PlainFailure.IsOneSentence(
            ExactGnProgram.Run("train", "--config", Path.Combine(Folder, "none.yaml")),
            "--config takes a file, and there is none");
    }

    private string[] Small(string config, int subset, int epochs) =>
    [
        "train", "--config", Config(config), "--data-dir", Folder, "--out", Path.Combine(Folder, "out"),
        "--set", $"Setup.Data.subset={subset}", "--set", "Setup.Model.hidden_dim=48", "--set",
        $"Runtime.Train.args.num_epochs={epochs}",
    ];

    private static string Config(string name) => Path.Combine(ExactGnProgram.Root, "fixtures", "configs", name);
}
