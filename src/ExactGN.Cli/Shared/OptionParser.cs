using System.CommandLine.Parsing;

namespace ExactGN.Cli.Shared;

/// <summary>Options whose word is more than a string: the command line's parser refuses what is none.</summary>
internal static class OptionParser
{
    /// <summary>Takes the word by a function of it, and refuses it with that function's own sentence.</summary>
    /// <param name="parse">Throws a <see cref="FormatException"/> at what is none.</param>
    internal static Func<ArgumentResult, T?> By<T>(Func<string, T> parse) => result =>
    {
        try
        {
            return result.Tokens is [var token] ? parse(token.Value) : default;
        }
        catch (FormatException error)
        {
            result.AddError(error.Message);
            return default;
        }
    };
}
