using System.CommandLine;
using System.Runtime.CompilerServices;

namespace ExactGN.Cli.Commands.Data;

/// <summary><c>exactgn data list|fetch|verify</c>: the data sets, where they are, whether they are the published
/// ones.</summary>
internal static class DataCommand
{
    internal static Command Create(Signals signals)
    {
        var dataDir = new Option<string?>("--data-dir")
        {
            Description = $"A folder with data sets in folders of their names; looked at before {DataSearch.Variable} "
                + "and the others, and where fetched files go.",
        };
        NamedPath.Require(dataDir, "a folder");
        return new Command("data", "List, fetch and verify MNIST, Fashion-MNIST and CIFAR-10; the digits are embedded.")
        {
            List(dataDir),
            Fetch(dataDir, signals),
            Verify(dataDir),
        };
    }

    private static Command List(Option<string?> dataDir)
    {
        var command = new Command("list", "Show the data sets, and where each was found.") { dataDir };
        command.SetAction(parsed => Run(parsed.GetValue(dataDir)));
        return command;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static int Run(string? dataDir) => DataListing.Print(Search(dataDir));
    }

    private static Command Fetch(Option<string?> dataDir, Signals signals)
    {
        var ids = Ids("The data sets to fetch; all when none is named.");
        var from = new Option<string?>("--from")
        {
            Description = "A mirror's address (https), or a folder, to take the files from.",
        };
        NamedPath.Require(from, "an address or a folder");
        var patience = NumberOption.Of("--timeout", "Seconds that a server may be silent.", 30, 0.001, 86_400);
        var command = new Command("fetch", "Bring data sets from where they are published; size and sum are checked, "
            + "and a file is there whole or not at all.") { ids, dataDir, from, patience };
        command.SetAction((parsed, _) => Run(
            parsed.GetValue(ids) ?? [], parsed.GetValue(dataDir), parsed.GetValue(from),
            TimeSpan.FromSeconds(parsed.GetValue(patience)), signals));
        return command;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Task<int> Run(string[] ids, string? dataDir, string? from, TimeSpan patience, Signals signals) =>
            DataBringing.Run(Sources(ids), DataSearch.Order(dataDir), from, patience, signals);
    }

    private static Command Verify(Option<string?> dataDir)
    {
        var ids = Ids("The data sets to verify; all that are found when none is named.");
        var command =
            new Command("verify", "Read every file and compare it with what is published of it.") { ids, dataDir };
        command.SetAction(parsed => Run(parsed.GetValue(ids) ?? [], parsed.GetValue(dataDir)));
        return command;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static int Run(string[] ids, string? dataDir)
        {
            var search = Search(dataDir);
            return DataVerification.Print(ids.Length > 0
                ? [.. Sources(ids).Select(search.Require)]
                : [.. Sources([]).Select(search.Find).OfType<LocatedData>()]);
        }
    }

    private static Argument<string[]> Ids(string description)
    {
        var ids = new Argument<string[]>("name") { Description = description, Arity = ArgumentArity.ZeroOrMore };
        ids.AcceptOnlyFromAmong([.. DataCatalogue.All.Select(source => source.Id)]);
        return ids;
    }

    private static DataSource[] Sources(string[] ids) =>
        ids.Length == 0 ? [.. DataCatalogue.All] : [.. ids.Distinct().Select(DataCatalogue.Named)];

    private static DataSearch Search(string? dataDir) => dataDir is null || Directory.Exists(dataDir)
        ? DataSearch.Order(dataDir)
        : throw new InvalidDataException($"--data-dir takes a folder, and there is none '{dataDir}'.");
}
