using System.CommandLine;
using ExactGN.Cli;
using ExactGN.Experiments;

var root = new RootCommand("Reversible networks and the exact Gauss-Newton update: reproduces the paper's curves, checks itself against reference values and lists what it claims.");
root.Subcommands.Add(ReproduceCommand.Create());
root.Subcommands.Add(TrainCommand.Create());
root.Subcommands.Add(SweepCommand.Create());
root.Subcommands.Add(WorkerCommand.Create());
root.Subcommands.Add(CrosscheckCommand.Create());
root.Subcommands.Add(ClaimsCommand.Create());
root.Subcommands.Add(ReportCommand.Create());
root.Subcommands.Add(DataCommand.Create());
root.Subcommands.Add(DoctorCommand.Create());
return PlainErrors.Run(() => root.Parse([.. args.Select(HomePath.ExpandedWord)]).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(1) }));
