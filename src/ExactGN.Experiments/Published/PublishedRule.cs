namespace ExactGN.Experiments.Published;

/// <summary>Which values a key takes, in words and in code.</summary>
/// <typeparam name="T">What they mean.</typeparam>
/// <param name="Takes">The rule, as a refusal says it: "a whole number from 1 to 1000000".</param>
/// <param name="TryRead">Reads a value that is not null; false when the rule is broken.</param>
internal sealed record PublishedRule<T>(string Takes, PublishedRule<T>.Reader TryRead)
{
    internal delegate bool Reader(PublishedNode node, out T value);
}

/// <summary>The rules that several keys share.</summary>
internal static class PublishedRules
{
    // What float32 holds, a few powers of ten aside.
    private const double Most = 1e30;

    internal static PublishedRule<bool> Truth { get; } = new(
        "true or false", (node, out value) => Is((node as PublishedNode.Scalar)?.Truth, out value));

    internal static PublishedRule<string> Text { get; } = new("a text", (node, out value) =>
        (value = (node as PublishedNode.Scalar)?.Value ?? "") == (node as PublishedNode.Scalar)?.Value);

    internal static PublishedRule<double> AnyNumber { get; } = new(
        $"a number from -{Most:g3} to {Most:g3}",
        (node, out value) => Is((node as PublishedNode.Scalar)?.Number, out value) && Math.Abs(value) <= Most);

    internal static PublishedRule<double> NotNegative { get; } = new(
        $"a number of at least 0 and at most {Most:g3}",
        (node, out value) => Is((node as PublishedNode.Scalar)?.Number, out value) && value is >= 0 and <= Most);

    internal static PublishedRule<double> Positive { get; } = new(
        $"a number above 0 and at most {Most:g3}",
        (node, out value) => Is((node as PublishedNode.Scalar)?.Number, out value) && value is > 0 and <= Most);

    /// <summary>A share, such as a tolerance relative to the largest singular value.</summary>
    internal static PublishedRule<double> Share { get; } = new(
        "a number from 0 to 1",
        (node, out value) => Is((node as PublishedNode.Scalar)?.Number, out value) && value is >= 0 and <= 1);

    internal static PublishedRule<double> BelowOne { get; } = new(
        "a number from 0 to below 1",
        (node, out value) => Is((node as PublishedNode.Scalar)?.Number, out value) && value is >= 0 and < 1);

    /// <summary>What this program has no counterpart for.</summary>
    internal static PublishedRule<object?> Nothing(string why) => new($"nothing ({why})", (node, out value) =>
    {
        value = null;
        return node is PublishedNode.Map map && map.Entries.All(entry => entry.Value.IsNull);
    });

    internal static PublishedRule<int> Whole(int least, int most) => new(
        FormattableString.Invariant($"a whole number from {least} to {most}"),
        (node, out value) => Is((node as PublishedNode.Scalar)?.Whole, out value) && value >= least && value <= most);

    internal static PublishedRule<int> Odd(int most) => new(
        FormattableString.Invariant($"an odd whole number from 1 to {most}"),
        (node, out value) =>
            Is((node as PublishedNode.Scalar)?.Whole, out value) && value >= 1 && value <= most && value % 2 == 1);

    internal static PublishedRule<string> OneOf(params string[] words) =>
        new(
            words.Length == 1 ? words[0] : $"one of {string.Join(", ", words)}",
            (node, out value) => words.Contains(value = (node as PublishedNode.Scalar)?.Value ?? ""));

    internal static PublishedRule<IReadOnlyList<string>> SomeOf(params string[] words) => new(
        $"a list of some of {string.Join(", ", words)}", (node, out value) =>
        {
            value = node is PublishedNode.List list
                ? [.. list.Items.Select(item => (item as PublishedNode.Scalar)?.Value ?? "")]
                : [""];
            return value.All(words.Contains);
        });

    /// <summary>false, or a whole number from 1 on; false is null.</summary>
    internal static PublishedRule<int?> FalseOrCount(int most) => new(
        FormattableString.Invariant($"false or a whole number from 1 to {most}"), (node, out value) =>
        {
            value = (node as PublishedNode.Scalar)?.Whole;
            return (value >= 1 && value <= most) || node is PublishedNode.Scalar { Truth: false };
        });

    /// <summary>A rule whose values count as given.</summary>
    internal static PublishedRule<T?> Optional<T>(PublishedRule<T> rule)
        where T : struct => new($"{rule.Takes}, or nothing", (node, out value) =>
        {
            var fits = rule.TryRead(node, out var given);
            value = given;
            return fits;
        });

    private static bool Is<T>(T? read, out T value)
        where T : struct
    {
        value = read ?? default;
        return read is not null;
    }
}
