using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace ExactGN.Experiments.Runs;

/// <summary>An arm of a comparison: its optimiser, what sets it apart, and the rate where a search tries it at
/// one.</summary>
/// <remarks>Its text is its name in folders, files and tables: "gn-sigma-0.01", "rev-n32-h64", "mix-0.25",
/// "mn-ce-rate-5e-1". Its numbers are what this text says.</remarks>
[JsonConverter(typeof(ArmConverter))]
public sealed partial record Arm
{
    private const string Number = @"[0-9]+(\.[0-9]+)?(e-?[0-9]+)?";
    private readonly string _text;

    /// <summary>An arm that nothing else sets apart.</summary>
    /// <param name="optimiser">Its optimiser's short name.</param>
    /// <param name="share">t of a mixture of right inverses; null for none.</param>
    /// <exception cref="ArgumentException">It would have no text.</exception>
    public Arm(string optimiser, double? share = null)
        : this(optimiser, share, [], null)
    {
    }

    private Arm(string optimiser, double? share, IEnumerable<Variation> variations, double? rate)
    {
        (Optimiser, Share, Rate) = (optimiser, Kept(share, TextOf), Kept(rate, TextOfRate));
        Variations = [.. variations.Select(part => part with { Number = Kept(part.Number, TextOf) })];
        _text = string.Join('-', (string[])
        [
            Optimiser, .. Share is { } kept ? [TextOf(kept)] : (string[])[], .. Variations.Select(part => $"{part}"),
            .. Rate is { } tried ? ["rate", TextOfRate(tried)] : (string[])[],
        ]);
        var found = Text().Match(_text).Groups;
        if (!found[0].Success || found["optimiser"].Value != Optimiser
            || !found["word"].Captures.Select(word => word.Value).SequenceEqual(Variations.Select(part => part.Word)))
        {
            throw Refusal(_text);
        }
    }

    /// <summary>The optimiser's short name: "gn", "rev", "mn", "mix", "krr", "sgd", "adam".</summary>
    public string Optimiser { get; }

    /// <summary>t of a mixture of right inverses; null for none.</summary>
    public double? Share { get; }

    /// <summary>What sets the arm apart, in the order of its text.</summary>
    public IReadOnlyList<Variation> Variations { get; }

    /// <summary>η where a search tries the arm at one, to six digits, which are more than readers see, so that none is
    /// rounded twice; null at the arm's own rate.</summary>
    public double? Rate { get; }

    /// <summary>The arm at its own rate.</summary>
    public Arm AtOwnRate => Rate is null ? this : new(Optimiser, Share, Variations, null);

    /// <summary>The arm at a rate that a search tries.</summary>
    /// <param name="rate">η.</param>
    /// <exception cref="ArgumentException">It would have no text.</exception>
    public Arm At(double rate) => new(Optimiser, Share, Variations, rate);

    /// <summary>The arm that one thing more sets apart.</summary>
    /// <param name="word">What: lower-case letters other than "rate", one letter for a size, such as h.</param>
    /// <param name="number">How much, from 0 on; null for a word alone.</param>
    /// <exception cref="ArgumentException">It would have no text.</exception>
    public Arm With(string word, double? number = null) =>
        new(Optimiser, Share, [.. Variations, new(word, number)], Rate);

    /// <summary>The arm of a text.</summary>
    /// <param name="text">Exactly as <see cref="ToString"/> gives it.</param>
    /// <exception cref="ArgumentException">It is no arm's.</exception>
    public static Arm Parse(string text)
    {
        var found = Text().Match(text).Groups;
        return found[0].Success && new Arm(found["optimiser"].Value, Read(found["share"].Value),
            found["word"].Captures.Zip(found["number"].Captures, (word, number) =>
                new Variation(word.Value, Read(number.Value.TrimStart('-')))),
            Read(found["rate"].Value)) is var arm && arm._text == text ? arm : throw Refusal(text);
    }

    /// <summary>The arm of a text, by <see cref="Parse"/>.</summary>
    public static implicit operator Arm(string text) => Parse(text);

    /// <inheritdoc/>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(Arm? other) => other?._text == _text;

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>A number in an arm's text, with an exponent below 10⁻⁴ and from 10¹⁵ on.</summary>
    internal static string TextOf(double number) => number.ToString(
        number is 0 or (>= 1e-4 and < 1e15) ? "R" : "0.##############e0", CultureInfo.InvariantCulture);

    private static string TextOfRate(double rate) => rate.ToString("0.#####e0", CultureInfo.InvariantCulture);

    private static double? Kept(double? number, Func<double, string> text) =>
        number is { } given ? Read(text(given)) : null;

    private static double? Read(string number) =>
        number.Length > 0 ? double.Parse(number, CultureInfo.InvariantCulture) : null;

    private static ArgumentException Refusal(string text) => new(
        "An arm is an optimiser and what sets it apart, such as gn, gn-sigma-0.01, rev-n32-h64 and "
        + $"mn-ce-rate-5e-1, with numbers at their shortest, got '{text}'.");

    // A dash or none before a number: the arm's own text decides.
    [GeneratedRegex($@"^(?<optimiser>[a-z]+)(-(?<share>{Number}))?"
        + $@"(-(?<word>(?!rate(-|\z))[a-z]+)(?<number>(-?{Number})?))*(-rate-(?<rate>{Number}))?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Text();
}

/// <summary>What sets an arm apart: a word such as "noisy", or a quantity such as σ = 0.01 and h = 256.</summary>
/// <param name="Word">The word; a single letter for a size.</param>
/// <param name="Number">The quantity; null for a word alone.</param>
public readonly record struct Variation(string Word, double? Number)
{
    /// <summary>Its part of an arm's text: "noisy", "sigma-0.01", "h256".</summary>
    public override string ToString() =>
        Number is { } number ? $"{Word}{(Word.Length == 1 ? "" : "-")}{Arm.TextOf(number)}" : Word;
}
