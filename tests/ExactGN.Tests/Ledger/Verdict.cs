using System.Globalization;
using System.Runtime.CompilerServices;

namespace ExactGN.Tests;

/// <summary>What a property returns: a labelled ratio against its threshold, recorded as evidence.</summary>
public static class Verdict
{
    /// <summary>LAPACK's pass mark for a residual ratio.</summary>
    public const double Threshold = 30;

    /// <summary>Holds when every ratio is below the threshold (a NaN is not).</summary>
    /// <param name="recipe">What the case was built from.</param>
    /// <param name="ratios">Error over what rounding explains; see <see cref="Ratio"/>.</param>
    /// <param name="threshold">30 unless the claim states another.</param>
    /// <param name="property">The property's name.</param>
    public static Property Below(
        object recipe,
        IEnumerable<double> ratios,
        double threshold = Threshold,
        [CallerMemberName] string property = "")
    {
        var worst = ratios.Aggregate(0.0, (a, b) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : Math.Max(a, b));
        var holds = worst < threshold;
        Evidence.Record(property, recipe, worst, threshold, holds);
        return holds.Label(string.Create(CultureInfo.InvariantCulture, $"ratio {worst:g4}, threshold {threshold:g4}"));
    }

    /// <inheritdoc cref="Below(object, IEnumerable{double}, double, string)"/>
    public static Property Below(
        object recipe, double ratio, double threshold = Threshold, [CallerMemberName] string property = "") =>
            Below(recipe, [ratio], threshold, property);

    /// <summary>Holds when a fact is true; recorded as ratio 0 or infinity.</summary>
    public static Property That(object recipe, bool fact, [CallerMemberName] string property = "") =>
        Below(recipe, [fact ? 0 : double.PositiveInfinity], Threshold, property);

    /// <summary>The recipe lies outside the claim's hypotheses (as measured): the case does not count.</summary>
    /// <param name="property">The property's name.</param>
    public static Property Discard([CallerMemberName] string property = "")
    {
        Evidence.RecordDiscard(property);
        return Prop.When(true, condition: false);
    }
}
