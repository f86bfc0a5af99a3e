using System.CommandLine;
using System.Runtime.CompilerServices;

// Never disposed of here: until the process is gone a signal is answered by a sentence.
var signals = new Signals();

// Where one's own libtorch is refused nothing may touch TorchSharp; the doctor alone is left, which says so among all
// else.
if (!LibTorchLoader.TryRegister(out var refusal) && args is not ["doctor" or "--version", ..])
{
    return PlainErrors.Refuse(refusal);
}

var root = new RootCommand(
    "Reversible networks and the exact Gauss-Newton update: reproduces the paper's curves, checks itself against "
    + "reference values and lists what it claims.");
if (refusal is null)
{
    signals.LastThings = LeaveNothingHalfDone;
    root.Subcommands.Add(ReproduceCommand.Create(signals));
    root.Subcommands.Add(TrainCommand.Create(signals));
    root.Subcommands.Add(SweepCommand.Create(signals));
    root.Subcommands.Add(WorkerCommand.Create(signals));
    root.Subcommands.Add(CrosscheckCommand.Create());
    root.Subcommands.Add(ClaimsCommand.Create());
    root.Subcommands.Add(ReportCommand.Create());
    root.Subcommands.Add(DataCommand.Create(signals));
    root.Subcommands.Add(VerifyCommand.Create(signals));
    root.Subcommands.Add(SubjectCommand.Create());
}

root.Subcommands.Add(DoctorCommand.Create());
root.Subcommands.Add(HelpCommand.Create(root));

// The home folder's name is read by what a refused libtorch forbids to touch; the doctor has no paths.
// Signals are answered here: the parser's own handler ends by an exception that nobody can catch.
return PlainErrors.Run(
    () => root.Parse(refusal is null ? Expanded(args) : args)
        .Invoke(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }),
    signals);

// Apart, since compiling what touches it is touching it.
[MethodImpl(MethodImplOptions.NoInlining)]
static string[] Expanded(string[] words) => [.. words.Select(HomePath.ExpandedWord)];

[MethodImpl(MethodImplOptions.NoInlining)]
static void LeaveNothingHalfDone()
{
    WorkerProcess.KillAll();
    AdapterProcess.KillAll();
    WholeFile.Abandon(TimeSpan.FromSeconds(0.5));
}
