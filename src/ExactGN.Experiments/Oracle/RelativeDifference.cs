namespace ExactGN.Experiments.Oracle;

/// <summary>‖ours − theirs‖/‖theirs‖.</summary>
internal static class RelativeDifference
{
    /// <summary>Of two arrays, in the Frobenius norm; absolute where theirs is zero; not a number
    /// where ours is not finite.</summary>
    internal static double Of(Tensor ours, Tensor theirs)
    {
        if (!ours.shape.SequenceEqual(theirs.shape))
        {
            throw new ArgumentException(
                $"Arrays to be compared must share a shape, got {OracleArray.Describe(ours.shape)} and "
                + $"{OracleArray.Describe(theirs.shape)}.");
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return ScaledBy(Magnitude.Norm(ours - theirs).item<double>(), Magnitude.Norm(theirs).item<double>());
    }

    /// <summary>Of two numbers.</summary>
    internal static double Of(double ours, double theirs) => ScaledBy(Math.Abs(ours - theirs), Math.Abs(theirs));

    /// <summary>The worst of two series, entry by entry; infinite where their lengths differ.</summary>
    internal static double Worst(IReadOnlyList<double> ours, IReadOnlyList<double> theirs) =>
        ours.Count == theirs.Count ? ours.Zip(theirs, Of).Aggregate(0.0, Math.Max) : double.PositiveInfinity;

    private static double ScaledBy(double difference, double norm) => norm > 0 ? difference / norm : difference;
}
