using System.CommandLine;
using System.Runtime.CompilerServices;

namespace ExactGN.Cli.Commands.Doctor;

/// <summary><c>exactgn doctor</c>: what this machine offers, and what to do about each problem.</summary>
internal static class DoctorCommand
{
    internal static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON." };
        var command = new Command(
            "doctor",
            "Show what was found of .NET, libtorch, processor and GPU, and what to do about each problem.") { json };
        command.SetAction(parsed => Run(parsed.GetValue(json)));
        return command;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(bool json)
    {
        var diagnosis = Diagnosis.Make();
        Console.Out.WriteLine(json ? diagnosis.ToJson() : diagnosis.ToText());
        return diagnosis.Usable ? 0 : 1;
    }
}
