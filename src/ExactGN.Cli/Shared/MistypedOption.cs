using System.CommandLine;

namespace ExactGN.Cli.Shared;

/// <summary>An argument of any number of words would take a mistyped option for one of them.</summary>
internal static class MistypedOption
{
    /// <summary>Has an argument refuse words that begin like an option.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="otherwise">What to do where such a word is meant; empty where none can be.</param>
    internal static void Refuse(Argument argument, string otherwise = "") => argument.Validators.Add(result =>
    {
        foreach (var option in result.Tokens.Where(token => token.Value.StartsWith('-')))
        {
            var advice = string.Format(System.Globalization.CultureInfo.InvariantCulture, otherwise, option.Value);
            result.AddError($"Unrecognized option '{option.Value}'{(advice.Length == 0 ? "" : $"; {advice}")}.");
        }
    });
}
