using FsCheck;

namespace ExactGN.Tests;

/// <summary>theory/lazy-regime.md: HSIC and CKA without bias.</summary>
public sealed class DebiasedSimilarityProperties
{
    [Claim("CKA-9")]
    public Property Unbiased_hsic_is_the_mean_over_all_tuples_of_four_samples_and_debiased_cka_its_quotient(DebiasedSimilarityRule rule, FewRepresentations recipe)
    {
        using var scope = NewDisposeScope();
        using var generator = recipe.Pair.Generator();
        var (x, y) = recipe.Pair.Build(generator);
        var (k, l) = (x.mm(x.mT), y.mm(y.mT));
        var (cross, first, second) = (OverTuples(k, l), OverTuples(k, k), OverTuples(l, l));

        // K's constant parts cancel: their rounding is that of its largest entries.
        var (sizeK, sizeL) = (k.abs().max().ToDouble(), l.abs().max().ToDouble());
        var rounding = recipe.Pair.Samples * recipe.Pair.Samples * (recipe.Pair.Width + recipe.Pair.OtherWidth) * Ratio.Eps(ScalarType.Float64);
        double[] hsic = [Math.Abs(rule.Hsic(k, l) - cross) / (sizeK * sizeL * rounding), Math.Abs(rule.Hsic(k, k) - first) / (sizeK * sizeK * rounding)];
        if (!(first > 1e-3 * sizeK * sizeK && second > 1e-3 * sizeL * sizeL))
        {
            // The quotient would divide by what rounding has left.
            return Verdict.Below(recipe, hsic);
        }

        var scale = sizeK * sizeL / Math.Sqrt(first * second) * (1 + sizeK * sizeK / first + sizeL * sizeL / second);
        return Verdict.Below(recipe, [.. hsic, Math.Abs(rule.Cka(x, y) - cross / Math.Sqrt(first * second)) / (scale * rounding)]);
    }

    // E over i ≠ j ≠ q ≠ r, all different, of K_ij L_ij + K_ij L_qr − 2 K_ij L_iq (Song et al.).
    private static double OverTuples(Tensor kernel, Tensor other)
    {
        var n = (int)kernel.size(0);
        var (k, l) = (kernel.cpu().contiguous().data<double>().ToArray(), other.cpu().contiguous().data<double>().ToArray());
        var (sum, tuples) = (0.0, 0);
        foreach (var (i, j, q, r) in from i in Enumerable.Range(0, n) from j in Enumerable.Range(0, n) from q in Enumerable.Range(0, n) from r in Enumerable.Range(0, n) select (i, j, q, r))
        {
            if (i != j && i != q && i != r && j != q && j != r && q != r)
            {
                sum += k[i * n + j] * (l[i * n + j] + l[q * n + r] - 2 * l[i * n + q]);
                tuples++;
            }
        }

        return sum / tuples;
    }
}
