using System.CommandLine;
using System.Runtime.CompilerServices;

namespace ExactGN.Cli.Commands.Sweep;

/// <summary><c>exactgn sweep plan|run|status|merge</c>: many runs on many machines.</summary>
internal static class SweepCommand
{
    internal static Command Create(Signals signals) =>
        new("sweep", "Plans many runs, makes them one by one on any number of machines, "
            + "and gathers what came out.") { Plan(), Run(signals), Status(), Merge() };

    private static Command Plan()
    {
        var file = new Argument<string>("FILE") { Description = "YAML with config, set, list, grid and seeds." };
        var output =
            new Option<string?>("--out") { Description = "The plan to write; standard output when it is not given." };
        NamedPath.Require(file, "a file");
        NamedPath.Require(output, "a file");
        var dtype = new Option<string>("--dtype")
        {
            Description = "The precision of all numbers.",
            DefaultValueFactory = _ => "float32",
        };
        dtype.AcceptOnlyFromAmong("float32", "float64");
        var command = new Command("plan", "Writes one JSON line per run.") { file, output, dtype };
        command.SetAction(
            parsed => Act(parsed.GetRequiredValue(file), parsed.GetValue(output), parsed.GetRequiredValue(dtype)));
        return command;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static int Act(string file, string? output, string dtype) => SweepPlanning.Write(file, output, dtype);
    }

    private static Command Run(Signals signals)
    {
        var (plan, output) = (PlanFile(), Output());
        var index = NumberOption.Optional(
            "--index",
            "The run to make; SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX says it when nothing else does.",
            0,
            SweepFile.MostRuns - 1);
        var shard =
            new Option<string?>("--shard") { Description = "i/n makes every n-th run, beginning with the i-th." };
        var folder = new Option<string?>("--data-dir") { Description = "Where data is looked for first." };
        NamedPath.Require(folder, "a folder");
        var device = new Option<string>("--device")
        {
            Description = "auto takes CUDA where there is one.",
            DefaultValueFactory = _ => "auto",
        };
        device.AcceptOnlyFromAmong("auto", "cpu", "cuda");
        var threads = NumberOption.Of(
            "--threads", "libtorch's threads; the same for all runs that are to be compared.", 1, 1, 1024);
        var checkpoint = NumberOption.CheckpointEvery();
        var command = new Command("run", "Makes one run of a plan, or a shard of them; what is finished is not made "
            + "again, what was begun is taken up.")
        {
            plan, index, shard, output, folder, device, threads, checkpoint,
        };
        command.SetAction(parsed => Act(
            new(
                parsed.GetRequiredValue(plan), parsed.GetValue(index), parsed.GetValue(shard),
                parsed.GetRequiredValue(output), parsed.GetValue(folder), parsed.GetRequiredValue(device),
                parsed.GetValue(threads), TimeSpan.FromSeconds(parsed.GetValue(checkpoint))),
            signals));
        return command;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static int Act(SweepRunRequest request, Signals signals) => SweepRunning.Run(request, signals);
    }

    private static Command Status()
    {
        var (plan, output) = (PlanFile(), Output());
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command(
            "status",
            "Says which runs are finished, diverged, running, interrupted and not begun.") { plan, output, json };
        command.SetAction(
            parsed => Act(parsed.GetRequiredValue(plan), parsed.GetRequiredValue(output), parsed.GetValue(json)));
        return command;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static int Act(string plan, string output, bool json) =>
            SweepListing.Print(SweepStatus.Of(SweepPlan.Read(plan), new(output)), json);
    }

    private static Command Merge()
    {
        var (plan, output) = (PlanFile(), Output());
        var to = new Option<string?>("--to")
        {
            Description = "The table to write; sweep.csv in the folder of --out when it is not given. "
                + "The epochs go to a table beside it.",
        };
        NamedPath.Require(to, "a file");
        var command = new Command(
            "merge",
            "Writes one CSV row per run and one per epoch, and names the runs that are missing.") { plan, output, to };
        command.SetAction(
            parsed => Act(parsed.GetRequiredValue(plan), parsed.GetRequiredValue(output), parsed.GetValue(to)));
        return command;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static int Act(string plan, string output, string? to) => SweepMerging.Write(SweepPlan.Read(plan), output, to);
    }

    private static Argument<string> PlanFile()
    {
        var plan = new Argument<string>("PLAN") { Description = "What 'exactgn sweep plan' wrote." };
        NamedPath.Require(plan, "a file");
        return plan;
    }

    private static Option<string> Output()
    {
        var output = new Option<string>("--out")
        {
            Description = "The folder of all runs, the same for all machines.",
            DefaultValueFactory = _ => "out",
        };
        NamedPath.Require(output, "a folder");
        return output;
    }
}
