using System.Globalization;

namespace ExactGN.Cli.Tests;

/// <summary>A disk that fills up loses nothing that was written: one sentence, and with room again the same command
/// ends where it would have ended.</summary>
/// <remarks>/dev/full, the target of a link in a file's place, refuses every byte as a full disk does;
/// a limit on the size of files lets some bytes through.</remarks>
[Trait("Category", "Full")]
public sealed class FullDiskTests : InTemporaryFolder, IClassFixture<FinishedReproduction>
{
    // So many that a limit comes while the run is under way, on a fast machine too.
    private const int Epochs = 120;

    private readonly FinishedReproduction _finished;
    public FullDiskTests(FinishedReproduction finished)
    {
        _finished = finished;
        RandomImages.Write(Folder, "train", 96);
        RandomImages.Write(Folder, "t10k", 40);
    }

    [SkippableFact]
    public void A_run_that_finds_no_room_for_a_file_keeps_its_last_checkpoint_and_goes_on_to_the_same_end()
    {
        Skip.IfNot(File.Exists("/dev/full"), "This system has no /dev/full.");
        Assert.Equal(0, ExactGnProgram.Run(Train("unbroken", "3600")).ExitCode);
        Assert.Equal(143, ExactGnProgram.Interrupt("epoch 3/", Train("full", "3600")).ExitCode);
        var run = Run("full");
        var (checkpoint, rows) = (File.ReadAllBytes(Path.Combine(run, "checkpoint.bin")), Rows(run));
        Assert.InRange(rows.Length, 4, Epochs);

        foreach (var (file, checkpointEvery) in (IEnumerable<(string, string)>)[
            ("checkpoint.bin", "0"), ("result.json", "3600"), ("manifest.json", "3600")
        ])
        {
            var partial = Path.Combine(run, file + ".partial");
            File.CreateSymbolicLink(partial, "/dev/full");

            var full = ExactGnProgram.Run(Train("full", checkpointEvery));

            PlainFailure.IsOneSentence(
                full,
                "could not be carried out: No space left on device",
                partial,
                "the same command goes on from its last checkpoint");
            Assert.False(File.Exists(partial), "what did not fit is removed");
            Assert.Equal(checkpoint, File.ReadAllBytes(Path.Combine(run, "checkpoint.bin")));
            Assert.Equal(rows, Rows(run)[..rows.Length]);
        }

        GoesOnToTheEndOf("unbroken", "full");
    }

    [SkippableFact]
    public void A_run_whose_rows_stop_fitting_in_the_middle_of_one_goes_on_to_the_same_end()
    {
        Skip.IfNot(
            OperatingSystem.IsLinux() && Shell.Succeeds("prlimit --fsize --pid $$"),
            "The limit is set by prlimit, which is not here.");
        Assert.Equal(0, ExactGnProgram.Run(Train("unbroken", "3600")).ExitCode);

        // The limit comes while the worker, the program's only child, is under way: libtorch's start may need larger
        // files.
        var full = ExactGnProgram.RunIn(
            $$"""
            trap '' XFSZ
            run='{{Path.Combine(Folder, "full", "runs")}}'
            "$@" & program=$!
            until compgen -G "$run/*/checkpoint.bin" > /dev/null || ! kill -0 $program 2> /dev/null; do sleep 0.02; done
            until prlimit --pid $(cat /proc/$program/task/*/children) \
                --fsize=$(($(stat -c %s "$run"/*/updates.csv) + 777))
            do
                sleep 0.02; kill -0 $program || break
            done
            wait $program
            """,
            Train("full", "0.1"));

        var run = Run("full");
        PlainFailure.IsOneSentence(
            full, "could not be carried out: ", run, "the same command goes on from its last checkpoint");
        Assert.True(File.Exists(Path.Combine(run, "checkpoint.bin")), "the last checkpoint stays");
        Assert.InRange(Rows(run).Length, 2, Epochs);
        GoesOnToTheEndOf("unbroken", "full");
    }

    [SkippableTheory, InlineData("report.html"), InlineData("claims.csv"), InlineData(
        "manifest.json"), InlineData("figures/exp-1-test-loss.png"), InlineData("figures/exp-1-test-loss.svg")]
    public void A_report_without_room_leaves_the_one_before(string file)
    {
        Skip.IfNot(File.Exists("/dev/full"), "This system has no /dev/full.");
        Assert.True(_finished.First.ExitCode == 0, _finished.First.ToString());
        var before = File.ReadAllBytes(_finished.At(file));
        File.CreateSymbolicLink(_finished.At(file + ".partial"), "/dev/full");

        var result = ExactGnProgram.Run(_finished.Command);

        PlainFailure.IsOneSentence(result, "cannot be written to: No space left on device", _finished.At(file));
        Assert.Equal(before, File.ReadAllBytes(_finished.At(file)));
        Assert.Equal(0, ExactGnProgram.Run(_finished.Command).ExitCode);
    }

    [SkippableFact]
    public void The_ledgers_page_without_room_leaves_the_one_before()
    {
        Skip.IfNot(File.Exists("/dev/full"), "This system has no /dev/full.");
        var page = Path.Combine(Folder, "page.html");
        File.WriteAllText(page, "before");
        File.CreateSymbolicLink(page + ".partial", "/dev/full");
        // Evidence, so that its lack is not said on the error stream.
        File.WriteAllText(Path.Combine(Folder, "property-The_inverse_undoes_the_forward_map.json"), """
            { "claim": "REV-2", "property": "The_inverse_undoes_the_forward_map", "holds": true,
              "cases": 100, "worstRatio": 1.5, "threshold": 30, "worstRecipe": "R",
              "replay": "(5,7)", "device": "cpu", "seconds": 1, "torchSharp": "0", "dotnet": "10" }
            """);

        var full = ExactGnProgram.Run("report", "--evidence", Folder, "--out", page);

        PlainFailure.IsOneSentence(full, $"'{page}' cannot be written: No space left on device");
        Assert.Equal("before", File.ReadAllText(page));
    }

    private void GoesOnToTheEndOf(string unbroken, string broken)
    {
        var last = ExactGnProgram.Run(Train(broken, "3600"));

        Assert.True(last.ExitCode == 0, last.ToString());
        Assert.Empty(last.Error);
        var first = last.Lines.FirstOrDefault(line => line.StartsWith("epoch ", StringComparison.Ordinal));
        Assert.True(
            first is null
            || int.Parse(first[6..first.IndexOf('/', StringComparison.Ordinal)], CultureInfo.InvariantCulture) > 0,
            $"The checkpoint was not used: {first}");
        Assert.All((string[])["metrics.csv", "updates.csv"], file => Assert.Equal(
            File.ReadAllText(Path.Combine(Run(unbroken), file)), File.ReadAllText(Path.Combine(Run(broken), file))));
        Assert.Empty(Directory.GetFiles(Run(broken), "*.partial"));
    }

    private string Run(string output) => Assert.Single(Directory.GetDirectories(Path.Combine(Folder, output, "runs")));

    private static string[] Rows(string run) => File.ReadAllText(Path.Combine(run, "metrics.csv")).Split('\n')[..^1];

    private string[] Train(string output, string checkpointEvery) =>
    [
        "train", "--config", Path.Combine(ExactGnProgram.Root, "fixtures", "configs", "train_mnist_FB_ggn.yaml"),
        "--data-dir", Folder, "--out", Path.Combine(Folder, output),
        "--checkpoint-every", checkpointEvery, "--set", "Setup.Data.subset=64", "--set", "Setup.Model.hidden_dim=48",
        "--set", $"Runtime.Train.args.num_epochs={Epochs}",
        "--set", "Runtime.Train.optimizer.args.lr=0.001",
    ];
}
