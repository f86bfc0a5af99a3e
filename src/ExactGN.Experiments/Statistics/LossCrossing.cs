namespace ExactGN.Experiments.Statistics;

/// <summary>Where a run's training loss first comes down to a level, between two of its epochs.</summary>
/// <param name="Before">The epoch before.</param>
/// <param name="After">The epoch after; the same where the loss begins at or below the level.</param>
/// <param name="Share">How far between them, in the logarithm of the loss: 0 at the one before, 1 at the one
/// after.</param>
public readonly record struct LossCrossing(int Before, int After, double Share)
{
    /// <summary>The epochs taken, as a real number.</summary>
    public double Epochs => Before + Share * (After - Before);

    /// <summary>The first crossing among the epochs that count; null where the loss never comes so low.</summary>
    /// <param name="losses">ℓ at epochs 0…E.</param>
    /// <param name="level">The level, positive.</param>
    /// <param name="counts">Which epochs count, such as those at which something else was measured.</param>
    public static LossCrossing? Of(IReadOnlyList<double?> losses, double level, Func<int, bool> counts)
    {
        int? before = null;
        for (var epoch = 0; epoch < losses.Count; epoch++)
        {
            if (losses[epoch] is not { } loss || !counts(epoch))
            {
                continue;
            }

            if (loss <= level)
            {
                return before is { } last
                    ? new(last, epoch, Math.Log(losses[last]!.Value / level) / Math.Log(losses[last]!.Value / loss))
                    : new(epoch, epoch, 0);
            }

            before = epoch;
        }

        return null;
    }

    /// <summary>A curve's value there, between its values at the two epochs: in logarithms where the curve is shown in
    /// them and both are positive, linearly otherwise.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="values">Its values.</param>
    public double? Read(Metric curve, IReadOnlyList<double?> values)
    {
        if (values[Before] is not { } before || values[After] is not { } after)
        {
            return null;
        }

        return curve.LogAxis && before > 0 && after > 0
            ? Math.Exp((1 - Share) * Math.Log(before) + Share * Math.Log(after))
            : (1 - Share) * before + Share * after;
    }
}
