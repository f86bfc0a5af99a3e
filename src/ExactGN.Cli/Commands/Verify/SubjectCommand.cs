using System.CommandLine;
using System.Runtime.CompilerServices;

namespace ExactGN.Cli.Commands.Verify;

/// <summary><c>exactgn subject</c>: this library behind the protocol, on standard input and output.</summary>
internal static class SubjectCommand
{
    internal static Command Create()
    {
        var device = new Option<string>("--device")
        {
            Description = "Where it computes.",
            DefaultValueFactory = _ =>
            "cpu"
        };
        device.AcceptOnlyFromAmong("cpu", "cuda");
        var command =
            new Command("subject",
            "Answers theory/protocol.md's requests with this library: exactgn verify -- exactgn subject.") { device };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(device)));
        return command;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(string device)
    {
        torch.set_num_threads(1);
        using var subject = LibrarySubject.On(torch.device(ComputeDevice.Resolve(device)));
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        SubjectServer.Serve(subject, input, output);
        return 0;
    }
}
