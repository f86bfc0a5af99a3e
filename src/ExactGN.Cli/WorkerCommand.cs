using System.CommandLine;
using System.Text;
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
        command.SetAction(result =>
        {
            // Runs and replies are JSON with the field's letters in it; a Windows code page would lose them.
            (Console.InputEncoding, Console.OutputEncoding) = (Encoding.UTF8, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            RunWorker.Serve(result.GetRequiredValue(output), RunEnvironment.Parse(result.GetRequiredValue(environment)), Console.In, Console.Out);
        });
        return command;
    }
}
