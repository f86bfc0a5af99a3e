using System.Globalization;

namespace ExactGN.Cli.Tests;

/// <summary>Runs that are killed, asked to end, found finished or found damaged.</summary>
[Trait("Category", "Full")]
public sealed class InterruptionTests : InTemporaryFolder
{
    [Fact]
    public void Runs_killed_at_random_moments_and_taken_up_again_are_the_unbroken_ones_byte_for_byte()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("EXACTGN_KILLS") ?? "2", CultureInfo.InvariantCulture);
        var random = new Random(20);
        Assert.Equal(0, ExactGnProgram.Run(Command("unbroken")).ExitCode);

        var killed = 0;
        for (var i = 0; i < kills; i++)
        {
            killed += ExactGnProgram.KillAfter(TimeSpan.FromSeconds(0.6 + 1.4 * random.NextDouble()), Command("killed"))
                ? 0
                : 1;
        }

        var last = ExactGnProgram.Run(Command("killed"));

        Assert.True(last.ExitCode == 0, last.ToString());
        Assert.InRange(killed, 1, kills);
        Assert.Equal(Files("unbroken"), Files("killed"));
    }

    [SkippableFact]
    public void Asked_to_end_it_keeps_its_runs_and_says_so_in_one_sentence()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");

        // Ten times as many epochs as the others have, so it is under way when the first has ended.
        var result = ExactGnProgram.Interrupt(
            "[1/", "reproduce", "EXP-7", "--sweep", "off", "--seeds", "42", "--out", Path.Combine(Folder, "ended"),
            "--checkpoint-every", "3600");

        Assert.True(result.ExitCode == 143, result.ToString());
        Assert.Equal(
            "exactgn: Interrupted; the same command takes up the runs where they stopped.", result.Error.Trim());
        Assert.NotEmpty(
            Directory.GetFiles(Path.Combine(Folder, "ended", "runs"), "checkpoint.bin", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_finished_run_is_not_run_again_and_a_damaged_checkpoint_is_named()
    {
        Assert.Equal(0, ExactGnProgram.Run(Command("again")).ExitCode);
        var runs = Directory.GetDirectories(Path.Combine(Folder, "again", "runs")).Order().ToArray();
        var stamps = Array.ConvertAll(runs, run => File.GetLastWriteTimeUtc(Path.Combine(run, "metrics.csv")));
        File.Delete(Path.Combine(runs[0], "manifest.json"));
        File.WriteAllText(Path.Combine(runs[0], "checkpoint.bin"), "no checkpoint");

        var result = ExactGnProgram.Run(Command("again"));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Says("is damaged", result.Error);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(
            [true, false, false],
            runs.Select((run, i) => File.GetLastWriteTimeUtc(Path.Combine(run, "metrics.csv")) != stamps[i]));
    }

    private string[] Command(string output) =>
        [
            "reproduce", "EXP-4", "--sweep", "off", "--seeds", "42", "--out", Path.Combine(Folder, output),
            "--checkpoint-every", "0.2",
        ];

    private SortedDictionary<string, string> Files(string output)
    {
        var root = Path.Combine(Folder, output, "runs");
        return new(Directory.GetFiles(root, "*.csv", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(root, file), File.ReadAllText));
    }
}
