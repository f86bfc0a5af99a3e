using System.CommandLine;
using ExactGN.Cli;

var root = new RootCommand("Exact Gauss-Newton in reversible networks: reproduces the published experiments and checks the update.");
root.Subcommands.Add(ReproduceCommand.Create());
root.Subcommands.Add(WorkerCommand.Create());
return root.Parse(args).Invoke();
