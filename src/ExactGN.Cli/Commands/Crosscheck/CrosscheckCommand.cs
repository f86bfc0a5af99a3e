using System.CommandLine;
using System.Runtime.CompilerServices;

namespace ExactGN.Cli.Commands.Crosscheck;

/// <summary><c>exactgn crosscheck FILE|FOLDER…</c>: replays reference values through this library.</summary>
internal static class CrosscheckCommand
{
    internal static Command Create()
    {
        var paths = new Argument<string[]>("path")
        {
            Description = "A case file, or a folder: its case*.json and, if present, its trajectory/; "
                + "or such a folder of training curves itself.",
            Arity = ArgumentArity.OneOrMore,
        };
        NamedPath.Require(paths, "files and folders");
        MistypedOption.Refuse(paths, "for a path that begins so, write './{0}'");
        var json = new Option<bool>("--json") { Description = "Print one JSON list instead of lines." };
        var command = new Command(
            "crosscheck",
            "Compare this library with reference values of the public PyTorch implementation.") { paths, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(paths), parsed.GetValue(json)));
        return command;
    }

    // Not inlined, so that asking for help loads nothing of the library.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(string[] paths, bool json)
    {
        // The cases are small: a second thread waits more than it computes.
        torch.set_num_threads(1);
        List<CrosscheckLine> lines = [];
        foreach (var line in paths.SelectMany(CrosscheckTarget.CheckAll))
        {
            lines.Add(line);
            if (!json && line.IsCompared)
            {
                Console.Out.WriteLine(line.Text);
            }

            if (!line.IsGood)
            {
                Console.Error.WriteLine($"exactgn: {line.Message}");
            }
        }

        if (json)
        {
            Console.Out.WriteLine(CrosscheckLine.ToJson(lines));
        }

        return lines.All(line => line.IsGood) ? 0 : 1;
    }
}
