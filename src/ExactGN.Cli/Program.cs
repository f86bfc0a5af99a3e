using System.CommandLine;
using System.Runtime.CompilerServices;
using ExactGN;
using ExactGN.Cli;
using ExactGN.Experiments;

// Where one's own libtorch is refused nothing may touch TorchSharp; the doctor alone is left, which says so among all else.
if (!LibTorchLoader.TryRegister(out var refusal) && args is not ["doctor" or "--version", ..])
{
    return PlainErrors.Refuse(refusal);
}

var root = new RootCommand("Reversible networks and the exact Gauss-Newton update: reproduces the paper's curves, checks itself against reference values and lists what it claims.");
if (refusal is null)
{
    root.Subcommands.Add(ReproduceCommand.Create());
    root.Subcommands.Add(TrainCommand.Create());
    root.Subcommands.Add(SweepCommand.Create());
    root.Subcommands.Add(WorkerCommand.Create());
    root.Subcommands.Add(CrosscheckCommand.Create());
    root.Subcommands.Add(ClaimsCommand.Create());
    root.Subcommands.Add(ReportCommand.Create());
    root.Subcommands.Add(DataCommand.Create());
    root.Subcommands.Add(VerifyCommand.Create());
    root.Subcommands.Add(SubjectCommand.Create());
}

root.Subcommands.Add(DoctorCommand.Create());

// The home folder's name is read by what a refused libtorch forbids to touch; the doctor has no paths.
return PlainErrors.Run(() => root.Parse(refusal is null ? Expanded(args) : args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(1) }));

// Apart, since compiling what touches it is touching it.
[MethodImpl(MethodImplOptions.NoInlining)]
static string[] Expanded(string[] words) => [.. words.Select(HomePath.ExpandedWord)];
