using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace ExactGN.Cli.Tests;

/// <summary>A sweep that INT, TERM and KILL end at random moments, again and again, until it is finished: its runs are
/// those of a sweep that nobody disturbed, memory stays flat, and nothing is left. Half a minute, or as many minutes as
/// EXACTGN_SOAK says.</summary>
[Trait("Category", "Full")]
public sealed class SoakTests(ITestOutputHelper output) : InTemporaryFolder
{
    // Below that a worker's memory is still that of a program that starts.
    private const double FlatFromMinutes = 5;

    // The largest in the second half against that in the first: what is lost per run would add up over hundreds.
    private const double MostGrowth = 1.1;

    // As many as a sweep takes.
    private const int MostSeeds = 1000;

    private static readonly string[] Names = ["INT", "TERM", "HUP", "KILL"];

    [SkippableFact]
    public void A_sweep_that_is_ended_at_random_moments_until_it_is_finished_is_the_undisturbed_one()
    {
        Skip.IfNot(SignalledProgram.IsPossible, "Signals are sent by Linux's setsid, env and kill.");
        var minutes = Environment.GetEnvironmentVariable("EXACTGN_SOAK") is { Length: > 0 } asked
            ? double.Parse(asked, CultureInfo.InvariantCulture)
            : 0.4;
        // Whatever is made twice takes longer: a third of the time is for the one that nobody disturbs.
        var runs = Undisturbed(TimeSpan.FromMinutes(minutes / 3), isLong: minutes >= FlatFromMinutes);
        Disturbed(runs, longest: Math.Min(30, 15 * minutes), isLong: minutes >= FlatFromMinutes);

        Assert.Equal(Results("undisturbed"), Results("disturbed"));
    }

    private int Undisturbed(TimeSpan time, bool isLong)
    {
        var clock = Stopwatch.StartNew();
        using var memory = new ResidentMemory(At("undisturbed"));
        using (var session = new SignalledSession(Sweep("undisturbed", Plan(MostSeeds))))
        {
            while (!session.EndsWithin(TimeSpan.FromSeconds(1))
                && (clock.Elapsed < time || Finished("undisturbed").Count < 3))
            {
                Assert.True(clock.Elapsed < time + TimeSpan.FromMinutes(5), $"too few runs: {session.Result}");
            }

            session.Send("INT", toGroup: false);
            session.AwaitEnd();
        }

        var runs = Finished("undisturbed").Count;
        output.WriteLine($"undisturbed: {runs} runs in {clock.Elapsed.TotalMinutes:0.0} min; {Flat(memory, isLong)}");
        Leftovers.AreNone(At("undisturbed"), "the undisturbed sweep");
        return runs;
    }

    private void Disturbed(int runs, double longest, bool isLong)
    {
        var clock = Stopwatch.StartNew();
        var (random, plan) = (new Random(17), Plan(runs));
        using var memory = new ResidentMemory(At("disturbed"));
        var sent = Names.ToDictionary(name => name, _ => 0);
        var (brokenOff, slowest, unfinished) = (0, TimeSpan.Zero, Array.Empty<string>());
        while (true)
        {
            using var session = new SignalledSession(Sweep("disturbed", plan));
            var name = Names[random.Next(Names.Length)];
            if (!session.EndsWithin(TimeSpan.FromSeconds(0.5 * Math.Pow(2 * longest, random.NextDouble()))))
            {
                session.Send(name, toGroup: random.Next(2) == 0);
            }

            var took = session.AwaitEnd();
            var end = session.Result;
            Leftovers.NobodyWorks(At("disturbed"), $"{name}: {end}");
            Leftovers.NobodyHolds(At("disturbed"));
            if (end.ExitCode == 0)
            {
                Assert.True(end.Error.Length == 0, end.ToString());
                break;
            }

            Assert.Equal(name switch { "HUP" => 129, "INT" => 130, "TERM" => 143, _ => 137 }, end.ExitCode);
            var half = Leftovers.HalfFiles(At("disturbed"));
            // Only a kill may leave half a file, for the next to write over.
            Assert.True(
                name == "KILL" || !half.Except(unfinished).Any(), $"{name} left {string.Join(' ', half)}: {end}");
            unfinished = half;
            sent[name]++;
            brokenOff += Begun() > Finished("disturbed").Count ? 1 : 0;
            slowest = name != "KILL" && took > slowest ? took : slowest;
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(5 + 10 * longest), "it comes to no end");
        }

        var kinds = string.Join(", ", sent.Select(entry => $"{entry.Value} {entry.Key}"));
        output.WriteLine($"disturbed: {sent.Values.Sum()} signals ({kinds}) in {clock.Elapsed.TotalMinutes:0.0} min, "
            + $"{brokenOff} of them in the middle of a run; the longest answer took {slowest.TotalSeconds:0.0} s; "
            + $"{Flat(memory, isLong)}");
        Assert.True(brokenOff > 0, "no signal found a run under way");
        Leftovers.AreNone(At("disturbed"), "the disturbed sweep");
    }

    // Of what the workers held, whatever their number.
    private static string Flat(ResidentMemory memory, bool isLong)
    {
        var samples = memory.Samples;
        double[] halves =
            [.. samples.Chunk((samples.Count + 1) / 2).Select(half => half.Max(sample => sample.Megabytes))];
        var said = $"workers held {halves[0]:0} MB at most in the first half of {samples.Count} readings, "
            + $"{halves[^1]:0} in the second and {samples[^1].Megabytes:0} at last";
        Assert.True(!isLong || halves[1] <= MostGrowth * halves[0], said);
        return said;
    }

    private string Plan(int runs)
    {
        File.WriteAllText(
            At("sweep.yaml"),
            $"config: {Path.Combine(ExactGnProgram.Root, "fixtures", "configs", "train_mnist_FB_ggn.yaml")}\n"
                + "set: {Setup.Data.name: digits, Setup.Model.feature_dim: 64, Setup.Data.subset: 200, "
                + "Setup.Model.hidden_dim: 128, Setup.Data.batch_size: 20, Runtime.Train.args.num_epochs: 40}\n"
                + $"seeds: 1-{runs}\n");
        var plan = At($"plan-{runs}.jsonl");
        var planned = ExactGnProgram.Run("sweep", "plan", At("sweep.yaml"), "--out", plan);
        Assert.True(planned.ExitCode == 0, planned.ToString());
        return plan;
    }

    private string[] Sweep(string name, string plan) =>
        ["sweep", "run", plan, "--shard", "1/1", "--out", At(name), "--checkpoint-every", "0.5"];

    private int Begun() => Directory.Exists(At("disturbed", "runs"))
        ? Directory.GetFiles(At("disturbed", "runs"), "metrics.csv", SearchOption.AllDirectories).Length
        : 0;

    private IReadOnlyList<string> Finished(string name) => Directory.Exists(At(name, "runs"))
        ? [.. Directory.GetDirectories(At(name, "runs")).Where(run => File.Exists(Path.Combine(run, "manifest.json")))]
        : [];

    // Every file of every finished run with what it holds; but for the time and the memory that it took.
    private SortedDictionary<string, string> Results(string name) => new(
        Finished(name).SelectMany(run => Directory.GetFiles(run)).ToDictionary(
            file => Path.GetRelativePath(At(name), file),
            file => Path.GetFileName(file) switch
            {
                "manifest.json" => "",
                "result.json" => WithoutCost(File.ReadAllText(file)),
                _ => File.ReadAllText(file),
            }));

    private static string WithoutCost(string json)
    {
        var result = JsonNode.Parse(json)!.AsObject();
        Assert.True(result.Remove("seconds") & result.Remove("peakMemoryMegabytes"));
        return result.ToJsonString();
    }

    private string At(params string[] parts) => Path.Combine([Folder, .. parts]);
}
