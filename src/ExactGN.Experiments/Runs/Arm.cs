using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace ExactGN.Experiments.Runs;

/// <summary>An arm of a comparison: its optimiser, what sets it apart, and the rate where a search tries it at
/// one.</summary>
/// <remarks>Its text is its name in folders, files and tables: "gn-sigma-0.01", "rev-n32-h64", "mix-0.25",
/// "mn-ce-rate-5e-1".</remarks>
[JsonConverter(typeof(ArmConverter))]
public sealed partial record Arm
{
    private const string Number = @"[0-9]+(\.[0-9]+)?(e-?[0-9]+)?";

    /// <summary>An arm that nothing else sets apart, at its own rate.</summary>
    /// <param name="optimiser">Its optimiser's short name.</param>
    /// <param name="share">t of a mixture of right inverses; null for none.</param>
    /// <exception cref="ArgumentException">The name or the number is none.</exception>
    public Arm(string optimiser, double? share = null) => (Optimiser, Share) = (optimiser, Kept(share));

    /// <summary>The optimiser's short name: "gn", "rev", "mn", "mix", "krr", "sgd", "adam".</summary>
    public string Optimiser
    {
        get;
        init => field = Name().IsMatch(value) ? value : throw new ArgumentException(
            $"An optimiser's short name is a lower-case letter, then such letters and digits, got '{value}'.");
    }

    /// <summary>t of a mixture of right inverses; null for none.</summary>
    public double? Share { get; }

    /// <summary>What sets the arm apart, in the order of its text.</summary>
    public IReadOnlyList<Variation> Variations { get; private init; } = [];

    /// <summary>η where a search tries the arm at one, to the six digits of its text, which are more than readers see,
    /// so that none is rounded twice; null at the arm's own rate.</summary>
    public double? Rate { get; private init; }

    /// <summary>The arm at its own rate.</summary>
    public Arm AtOwnRate => this with { Rate = null };

    /// <summary>The arm at a rate that a search tries.</summary>
    /// <param name="rate">η.</param>
    /// <exception cref="ArgumentException">The number is none.</exception>
    public Arm At(double rate) => this with { Rate = Kept(Read(TextOfRate(rate))) };

    /// <summary>The arm that one thing more sets apart.</summary>
    /// <param name="word">What: lower-case letters other than "rate", one letter for a size, such as h.</param>
    /// <param name="number">How much; null for a word alone.</param>
    /// <exception cref="ArgumentException">The word or the number is none.</exception>
    public Arm With(string word, double? number = null) => Word().IsMatch(word)
        ? this with { Variations = [.. Variations, new(word, Kept(number))] }
        : throw new ArgumentException(
            $"What sets an arm apart is a word of lower-case letters other than 'rate', got '{word}'.");

    /// <summary>The arm of a text.</summary>
    /// <param name="text">Exactly as <see cref="ToString"/> gives it.</param>
    /// <exception cref="ArgumentException">It is no arm's.</exception>
    public static Arm Parse(string text)
    {
        var groups = Text().Match(text).Groups;
        if (groups[0].Success)
        {
            Arm arm = new(groups["optimiser"].Value, Optional("share"));
            arm = groups["variation"].Captures.Aggregate(arm, (so, part) => Extended(so, part.Value));
            arm = Optional("rate") is { } rate ? arm.At(rate) : arm;
            if (arm.ToString() == text)
            {
                return arm;
            }
        }

        throw new ArgumentException(
            "An arm is an optimiser and what sets it apart, such as gn, gn-sigma-0.01, rev-n32-h64 and "
            + $"mn-ce-rate-5e-1, with numbers at their shortest, got '{text}'.");

        double? Optional(string name) => groups[name] is { Success: true } group ? Read(group.Value) : null;

        static Arm Extended(Arm arm, string part)
        {
            var word = string.Concat(part.TakeWhile(char.IsAsciiLetterLower));
            return arm.With(word, word == part ? null : Read(part[word.Length..].TrimStart('-')));
        }
    }

    /// <summary>The arm of a text, by <see cref="Parse"/>.</summary>
    public static implicit operator Arm(string text) => Parse(text);

    /// <inheritdoc/>
    public override string ToString() => string.Join('-', (string[])
    [
        Optimiser, .. Share is { } share ? [TextOf(share)] : (string[])[],
        .. Variations.Select(variation => variation.ToString()),
        .. Rate is { } rate ? ["rate", TextOfRate(rate)] : (string[])[],
    ]);

    /// <inheritdoc/>
    public bool Equals(Arm? other) => other is not null
        && (Optimiser, Share, Rate) == (other.Optimiser, other.Share, other.Rate)
        && Variations.SequenceEqual(other.Variations);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Optimiser, Share, Rate, Variations.Count);

    /// <summary>A number in an arm's text, with an exponent below 10⁻⁴ and from 10¹⁵ on.</summary>
    internal static string TextOf(double number) => number.ToString(
        number is 0 or (>= 1e-4 and < 1e15) ? "R" : "0.##############e0", CultureInfo.InvariantCulture);

    private static string TextOfRate(double rate) => rate.ToString("0.#####e0", CultureInfo.InvariantCulture);

    private static double Read(string number) => double.Parse(number, CultureInfo.InvariantCulture);

    // As its text has it, so that text and value are one.
    private static double? Kept(double? number) => number is not { } given ? null
        : Read(TextOf(given)) is var kept && double.IsFinite(kept) && !double.IsNegative(kept) ? kept
        : throw new ArgumentException(FormattableString.Invariant(
            $"A number of an arm is finite and not negative, got {given}."));

    [GeneratedRegex(@"^[a-z][a-z0-9]*\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?!rate\z)[a-z]+\z")]
    private static partial Regex Word();

    [GeneratedRegex(
        $@"^(?<optimiser>[a-z][a-z0-9]*)(-(?<share>{Number}))?"
            + $@"(-(?<variation>[a-z]{Number}|[a-z]+(-{Number})?))*?(-rate-(?<rate>{Number}))?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Text();
}

/// <summary>What sets an arm apart: a word such as "noisy", or a quantity such as σ = 0.01 and h = 256.</summary>
/// <param name="Word">The word; a single letter for a size.</param>
/// <param name="Number">The quantity; null for a word alone.</param>
public readonly record struct Variation(string Word, double? Number)
{
    /// <summary>Whether it is a size, which its symbol's letter names.</summary>
    public bool IsSize => Word.Length == 1 && Number is not null;

    /// <summary>Its part of an arm's text: "noisy", "sigma-0.01", "h256".</summary>
    public override string ToString() =>
        Number is { } number ? $"{Word}{(IsSize ? "" : "-")}{Arm.TextOf(number)}" : Word;
}
