using System.CommandLine;
using System.Text;

namespace ExactGN.Cli;

/// <summary><c>exactgn worker</c>, hidden: what reproduce, train and sweep start to make their runs.</summary>
internal static class WorkerCommand
{
    internal static Command Create(Signals signals)
    {
        var options = new Argument<string>("options");
        var command = new Command(WorkerProcess.Command) { options };
        command.Hidden = true;
        command.SetAction(result =>
        {
            // From here on a signal is the run's to answer, which may have updates to save.
            signals.Dispose();
            // Runs and replies are JSON with the field's letters in it; a Windows code page would lose them.
            (Console.InputEncoding, Console.OutputEncoding) =
                (Encoding.UTF8, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            RunWorker.Serve(
                WorkerOptions.Parse(result.GetRequiredValue(options)),
                Console.In,
                Console.Out,
                () => ProcessEnd.Now(Signals.Terminate));
        });
        return command;
    }
}
