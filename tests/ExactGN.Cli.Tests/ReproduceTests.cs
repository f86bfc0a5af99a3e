using System.Diagnostics;
using System.Text.Json;
using ExactGN.Tests;

namespace ExactGN.Cli.Tests;

public sealed class ReproduceTests : InTemporaryFolder
{
    [Fact]
    public void One_seed_runs_reports_and_decides_nothing()
    {
        var (began, clock) = (DateTime.UtcNow, Stopwatch.StartNew());
        var result = ExactGnProgram.Run("reproduce", "--out", Path.Combine(Folder, "out"), "--seeds", "42");
        var wall = clock.Elapsed.TotalSeconds;

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Says("LOOK-3", result.Output);
        Assert.Says("no verdict", result.Output);
        Assert.Equal(
            8,
            Directory.GetFiles(
                Path.Combine(Folder, "out", "runs"), "metrics.csv", SearchOption.AllDirectories).Length);
        Assert.All(
            (string[])["report.html", "claims.csv", "manifest.json"],
            file => Assert.True(File.Exists(Path.Combine(Folder, "out", file)), file));
        RequireTimes(result, began, wall);
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

    // The last two lines, by what was written of the runs, when, and by a clock outside.
    private void RequireTimes(ProgramResult result, DateTime began, double wall)
    {
        const double rounding = 0.05;
        // Of the clocks that processes and files are dated by.
        const double tick = 0.02;
        var manifest = Path.Combine(Folder, "out", "manifest.json");
        using var json = JsonDocument.Parse(File.ReadAllText(manifest));
        var together = json.RootElement.GetProperty("runs").EnumerateArray()
            .Sum(run => run.GetProperty("seconds").GetDouble());
        var parallel = json.RootElement.GetProperty("environment").GetProperty("parallelRuns").GetInt32();
        WrittenNumbers.AgreeAfter(
            result.Lines[^2], "training: ", json.RootElement.GetProperty("trainingSeconds").GetDouble());
        var training = Assert.Single(WrittenNumbers.Of(result.Lines[^2])).Value;
        var rest = Assert.Single(WrittenNumbers.Of(result.Lines[^1])).Value;
        Assert.Begins("start, figures and report together: ", result.Lines[^1]);

        Assert.InRange(training, (together / parallel) - rounding, wall + rounding);
        var report = (File.GetLastWriteTimeUtc(manifest)
            - File.GetLastWriteTimeUtc(Path.Combine(Folder, "out", "claims.csv"))).TotalSeconds;
        Assert.InRange(rest, report - rounding - tick, wall - training + (2 * rounding) + tick);
        // What neither counts is what a busy machine takes to start a process, printing and the end.
        const double latency = 1;
        Assert.InRange(
            training + rest,
            (File.GetLastWriteTimeUtc(manifest) - began).TotalSeconds - (2 * rounding) - tick - latency,
            wall + (2 * rounding) + tick);
    }

    private static void Refused(string reason, params string[] arguments)
    {
        var result = ExactGnProgram.Run(arguments);

        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Says(reason, result.Error);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
