namespace ExactGN.Experiments.Oracle;

/// <summary>How far one quantity of ours is from the reference's.</summary>
/// <param name="Quantity">Such as <c>epsilon</c>.</param>
/// <param name="Difference">The worst relative difference.</param>
public sealed record QuantityDifference(string Quantity, double Difference);

/// <summary>A case or a training run, compared with the reference.</summary>
/// <param name="Name">The case or the run.</param>
/// <param name="Tolerance">The largest relative difference that counts as agreement.</param>
/// <param name="Differences">One entry per quantity; empty when nothing was compared.</param>
/// <param name="Skipped">Why nothing was compared; null otherwise.</param>
public sealed record CrossCheckResult(
    string Name, double Tolerance, IReadOnlyList<QuantityDifference> Differences, string? Skipped = null)
{
    /// <summary>Whether every quantity is within the tolerance; a difference that is not a number is not.</summary>
    public bool Agrees => Skipped is null && Differences.All(entry => entry.Difference <= Tolerance);

    /// <summary>The worst of all differences; not a number when one of them is.</summary>
    public double Worst => Differences.Select(entry => entry.Difference).Aggregate(0.0, Math.Max);
}
