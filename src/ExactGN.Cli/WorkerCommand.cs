using System.CommandLine;
using ExactGN.Experiments;

namespace ExactGN.Cli;

/// <summary><c>exactgn worker</c>, hidden: what reproduce starts to make its runs side by side.</summary>
internal static class WorkerCommand
{
    internal static Command Create()
    {
        var output = new Argument<string>("out");
        var environment = new Argument<string>("environment");
        var command = new Command(WorkerProcess.Command) { output, environment };
        command.Hidden = true;
        command.SetAction(result => RunWorker.Serve(
            result.GetRequiredValue(output), RunEnvironment.Parse(result.GetRequiredValue(environment)), Console.In, Console.Out));
        return command;
    }
}
