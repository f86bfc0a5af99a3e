using System.Globalization;
using Xunit.Abstractions;

namespace ExactGN.TestRunner;

/// <summary>Which tests run, in which order, and for how long.</summary>
/// <param name="Groups">Tests with a trait of the first, then of the second; all where there is none.</param>
/// <param name="Excluded">Tests with such a trait are left out.</param>
/// <param name="Part">Which part of them.</param>
/// <param name="Limit">No test begins after it.</param>
/// <param name="SkipsFail">Whether a skipped test has failed.</param>
internal sealed record Selection(IReadOnlyList<TraitPattern> Groups, IReadOnlyList<TraitPattern> Excluded,
    Part Part, TimeSpan Limit, bool SkipsFail)
{
    /// <summary>Reads a command line; null where it is none.</summary>
    public static Selection? Parse(string[] args)
    {
        List<TraitPattern> groups = [], excluded = [];
        var part = Part.Whole;
        var limit = TimeSpan.MaxValue;
        var skipsFail = false;
        for (var rest = args.AsSpan(); !rest.IsEmpty;)
        {
            switch (rest)
            {
                case ["--only", var trait, ..]:
                    groups.Add(TraitPattern.Parse(trait));
                    rest = rest[2..];
                    break;
                case ["--not", var trait, ..]:
                    excluded.Add(TraitPattern.Parse(trait));
                    rest = rest[2..];
                    break;
                case ["--seconds", var text, ..] when int.TryParse(text, NumberStyles.None,
                    CultureInfo.InvariantCulture, out var seconds):
                    limit = TimeSpan.FromSeconds(seconds);
                    rest = rest[2..];
                    break;
                case ["--part", var text, ..] when Part.Parse(text) is { } named:
                    part = named;
                    rest = rest[2..];
                    break;
                case ["--skips-fail", ..]:
                    skipsFail = true;
                    rest = rest[1..];
                    break;
                default:
                    return null;
            }
        }

        return new(groups, excluded, part, limit, skipsFail);
    }

    /// <summary>The tests that run, in their order.</summary>
    public IEnumerable<ITestCase> Choose(IReadOnlyCollection<ITestCase> all)
    {
        var left = all.Where(test => !Excluded.Any(pattern => pattern.Fits(test)));
        return Part.Of(Groups.Count == 0 ? left : Groups.SelectMany(group => left.Where(group.Fits)).Distinct());
    }
}

/// <summary>One of several parts: every Count-th, from the Number-th on.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Count">How many there are.</param>
internal sealed record Part(int Number, int Count)
{
    public static Part Whole { get; } = new(1, 1);

    /// <summary>Reads "2/4"; null where it is no part.</summary>
    public static Part? Parse(string text) => text.Split('/') is [var first, var second]
        && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && number >= 1 && number <= count ? new(number, count) : null;

    public IEnumerable<T> Of<T>(IEnumerable<T> all) => all.Where((_, at) => at % Count == Number - 1);
}

/// <summary>A trait, with a value or with any.</summary>
internal sealed record TraitPattern(string Name, string? Value)
{
    public static TraitPattern Parse(string text) =>
        text.Split('=', 2) is [var name, var value] ? new(name, value) : new(text, null);

    public bool Fits(ITestCase test) =>
        test.Traits.TryGetValue(Name, out var values) && (Value is null || values.Contains(Value));
}
