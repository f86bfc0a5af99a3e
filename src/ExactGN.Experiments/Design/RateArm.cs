using System.Globalization;

namespace ExactGN.Experiments.Design;

/// <summary>An arm at another learning rate than its own, named after it: "gn-rate-3.16228e-1".</summary>
public static class RateArm
{
    private const string Mark = "-rate-";

    /// <summary>The arm's copy at a rate.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="rate">η.</param>
    public static RunConfiguration Of(RunConfiguration arm, double rate) =>
        arm with { Arm = NameOf(arm.Arm, rate), LearningRate = rate };

    /// <summary>The copy's name, with more digits than readers see, so that none is rounded twice.</summary>
    /// <param name="arm">The arm's name.</param>
    /// <param name="rate">η.</param>
    public static string NameOf(string arm, double rate) =>
        string.Create(CultureInfo.InvariantCulture, $"{arm}{Mark}{rate:0.#####e0}");

    /// <summary>The arm whose copy a name is; the name itself where it is not one of a copy.</summary>
    /// <param name="arm">The name.</param>
    public static string BaseOf(string arm) =>
        arm.IndexOf(Mark, StringComparison.Ordinal) is var at and >= 0 ? arm[..at] : arm;

    /// <summary>Whether a name is that of such a copy.</summary>
    /// <param name="arm">The name.</param>
    public static bool IsOne(string arm) => arm.Contains(Mark, StringComparison.Ordinal);
}
