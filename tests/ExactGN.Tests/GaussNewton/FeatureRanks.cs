namespace ExactGN.Tests;

/// <summary>The ranks of all ã of a case, where each spectrum has a clear gap between its
/// values and rounding.</summary>
/// <param name="Condition">The largest σ_max/σ_min over the values above the gap.</param>
/// <param name="AnyDeficient">Whether some ã lacks full row rank.</param>
/// <param name="AllDeficient">Whether every ã lacks full row rank.</param>
public sealed record FeatureRanks(double Condition, bool AnyDeficient, bool AllDeficient)
{
    /// <summary>Between the smallest value that counts, 10⁻⁴·σ_max, and rounding, at most 3·10⁻¹⁵·σ_max.</summary>
    public const double Cut = 1e-9;

    /// <summary>The ranks; null where a singular value lies between 3·10⁻¹⁵ and 10⁻⁴ of the largest, so that rank
    /// is a matter of tolerance.</summary>
    public static FeatureRanks? Of(NetworkCase built)
    {
        var (condition, deficient, count) = (1.0, 0, 0);
        foreach (var features in built.Features())
        {
            var sigma = Dense.SingularValues(features);
            var kept = sigma.Where(value => value > 1e-4 * sigma.Max()).ToArray();
            if (kept.Length == 0 || sigma.Any(value => value <= 1e-4 * sigma.Max() && value > 3e-15 * sigma.Max()))
            {
                return null;
            }

            condition = Math.Max(condition, kept.Max() / kept.Min());
            deficient += kept.Length < features.size(0) ? 1 : 0;
            count++;
        }

        return new(condition, deficient > 0, deficient == count);
    }

    /// <summary>What a half-coupling realises of a half s, shape [n, q].</summary>
    public static Tensor Project(CouplingPoint point, Tensor s) =>
        point.HalfOf(Project(point.Features(), point.RowsOf(s)));

    /// <summary>ãã⁺s, ã⁺ by a managed SVD, in the caller's dispose scope.</summary>
    public static Tensor Project(Tensor features, Tensor s) =>
        features.mm(Dense.PseudoInverse(features, Cut).mm(s.cpu()).to(s.device));
}
