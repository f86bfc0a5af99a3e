using System.CommandLine;
using System.CommandLine.Parsing;

namespace ExactGN.Cli.Shared;

/// <summary>Options and arguments that name a file or a folder.</summary>
internal static class NamedPath
{
    /// <summary>Has an option refuse an empty name.</summary>
    /// <param name="option">The option.</param>
    /// <param name="what">What it names: "a folder".</param>
    internal static void Require(Option option, string what) =>
        option.Validators.Add(result => Refuse(result, option.Name, what));

    /// <summary>Has an argument refuse an empty name.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="what">What it names.</param>
    internal static void Require(Argument argument, string what) =>
        argument.Validators.Add(result => Refuse(result, argument.Name, what));

    private static void Refuse(SymbolResult result, string name, string what)
    {
        if (result.Tokens.Any(token => token.Value.Length == 0))
        {
            result.AddError($"{name} takes {what}, and its name is empty.");
        }
    }
}
