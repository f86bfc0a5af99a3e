namespace ExactGN.Verification.Cases;

/// <summary>Error over what rounding explains. A healthy result is of order one; the mark is 30, as in LAPACK's
/// tests.</summary>
internal static class Ratios
{
    internal const double Threshold = 30;

    /// <summary>error/(scale·size·eps); 1/eps where scale is zero and the error is not.</summary>
    internal static double Of(double error, double scale, double size, Precision precision) => error == 0 ? 0
        : scale > 0 ? error / (scale * Math.Max(size, 1) * precision.Eps)
        : 1 / precision.Eps;

    /// <inheritdoc cref="Of(double, double, double, Precision)"/>
    internal static double Of(Numbers error, double scale, double size, Precision precision) =>
        Of(error.Norm(), scale, size, precision);

    /// <summary>The ratio of a fact: 0, or infinity.</summary>
    internal static double Fact(bool fact) => fact ? 0 : double.PositiveInfinity;

    /// <summary>The greatest; a NaN is the greatest of all.</summary>
    internal static double Worst(this IEnumerable<double> ratios) => Worst([.. ratios]);

    /// <summary>The greatest of what each gives.</summary>
    internal static double Worst<T>(this IEnumerable<T> items, Func<T, double> ratio) => items.Select(ratio).Worst();

    /// <summary>The greater; a NaN is the greatest.</summary>
    internal static double Worst(params ReadOnlySpan<double> ratios)
    {
        var worst = 0.0;
        foreach (var ratio in ratios)
        {
            worst = double.IsNaN(ratio) || double.IsNaN(worst) ? double.NaN : Math.Max(worst, ratio);
        }

        return worst;
    }
}
