using System.Globalization;

namespace ExactGN.Benchmarks;

/// <summary>One line of the table: a measured number beside its target.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Value">The number; NaN where it could not be measured.</param>
/// <param name="Target">The target in words, such as "≤ 0.9"; "reported" without one.</param>
/// <param name="Met">Whether it is met.</param>
internal sealed record Ratio(string Name, double Value, string Target, bool Met)
{
    internal static Ratio AtMost(string name, double value, double target) =>
        new(name, value, Words('≤', target), value <= target);

    internal static Ratio AtLeast(string name, double value, double target) =>
        new(name, value, Words('≥', target), value >= target);

    internal static Ratio Reported(string name, double value) => new(name, value, "reported", true);

    /// <summary>In the place of what could not be measured.</summary>
    internal static Ratio Unmeasured(string why) => new(why, double.NaN, "a number", false);

    public override string ToString() => $"{Name,-76} {Value,10:g4} {Target,10}{(Met ? "" : "  missed")}";

    private static string Words(char relation, double target) =>
        string.Create(CultureInfo.InvariantCulture, $"{relation} {target:0.####}");
}
