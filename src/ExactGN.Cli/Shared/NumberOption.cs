using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace ExactGN.Cli.Shared;

/// <summary>Options that take a number between two bounds.</summary>
internal static class NumberOption
{
    /// <summary>An option with a value where none is given.</summary>
    /// <param name="name">Such as <c>--cases</c>.</param>
    /// <param name="description">For the help.</param>
    /// <param name="otherwise">The value where none is given.</param>
    /// <param name="least">The least number that it takes.</param>
    /// <param name="most">The largest.</param>
    /// <param name="takes">The bounds in words.</param>
    internal static Option<T> Of<T>(
        string name, string description, T otherwise, T least, T most, string? takes = null)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            DefaultValueFactory = _ => otherwise,
            CustomParser = OptionParser.By(word => Parse(name, word, least, most, takes)),
        };

    /// <summary>An option that may be left out.</summary>
    internal static Option<T?> Optional<T>(string name, string description, T least, T most)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            CustomParser = OptionParser.By(word => (T?)Parse(name, word, least, most, null)),
        };

    /// <summary><c>--checkpoint-every</c>, in seconds.</summary>
    internal static Option<double> CheckpointEvery() => Of(
        "--checkpoint-every", "Seconds between two checkpoints of a run, at least.", 30, 0, 1_000_000.0,
        "0 to a million seconds");

    private static T Parse<T>(string name, string word, T least, T most, string? takes)
        where T : struct, INumber<T> =>
        T.TryParse(word, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException(FormattableString.Invariant(
                $"{name} takes {takes ?? $"a number from {least} to {most}"}, got '{word}'."));
}
