using System.CommandLine;

namespace ExactGN.Cli;

/// <summary><c>exactgn help [COMMAND]</c>: what <c>--help</c> shows, as most programs have it.</summary>
internal static class HelpCommand
{
    /// <summary>Made last, as it explains the others.</summary>
    internal static Command Create(RootCommand root)
    {
        var words = new Argument<string[]>("command")
        {
            Description = "The command to explain, such as reproduce, or sweep plan; all where none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        MistypedOption.Refuse(words);
        var command = new Command("help", "Show what a command does and its options.") { words };
        command.SetAction(parsed => Explain(root, parsed.GetValue(words) ?? []));
        return command;
    }

    private static int Explain(RootCommand root, string[] words)
    {
        Command found = root;
        foreach (var word in words)
        {
            var commands = found.Subcommands.Where(command => !command.Hidden).ToArray();
            if (commands.FirstOrDefault(command => command.Name == word) is not { } next)
            {
                return PlainErrors.Refuse($"There is no command '{string.Join(' ', words)}'; {(commands.Length == 0 ? $"'{found.Name}' has no commands of its own" : $"there {(commands.Length == 1 ? "is" : "are")} {string.Join(", ", commands.Select(command => command.Name))}")}.");
            }

            found = next;
        }

        return root.Parse([.. words, "--help"]).Invoke();
    }
}
