namespace ExactGN.Tests;

/// <summary>theory/lazy-regime.md: HSIC and CKA without bias.</summary>
public sealed class DebiasedSimilarityProperties
{
    [Claim("CKA-9")]
    public Property Unbiased_hsic_is_the_mean_over_all_tuples_of_four_samples_and_debiased_cka_its_quotient(
        DebiasedSimilarityRule rule, FewRepresentations recipe)
    {
        using var scope = NewDisposeScope();
        using var generator = recipe.Pair.Generator();
        var (x, y) = recipe.Pair.Build(generator);
        var (k, l) = (x.mm(x.mT), y.mm(y.mT));
        var (cross, first, second) = (OverTuples(k, l), OverTuples(k, k), OverTuples(l, l));

        // K's constant parts cancel: their rounding is that of its largest entries.
        var (sizeK, sizeL) = (k.abs().max().ToDouble(), l.abs().max().ToDouble());
        var rounding = Rounding(recipe.Pair);
        double[] hsic = [
            Math.Abs(rule.Hsic(k, l) - cross) / (sizeK * sizeL * rounding),
            Math.Abs(rule.Hsic(k, k) - first) / (sizeK * sizeK * rounding),
        ];
        if (!(first > 1e-3 * sizeK * sizeK && second > 1e-3 * sizeL * sizeL))
        {
            // The quotient would divide by what rounding has left.
            return Verdict.Below(recipe, hsic);
        }

        var scale = sizeK * sizeL / Math.Sqrt(first * second) * (1 + sizeK * sizeK / first + sizeL * sizeL / second);
        return Verdict.Below(
            recipe, [.. hsic, Math.Abs(rule.Cka(x, y) - cross / Math.Sqrt(first * second)) / (scale * rounding)]);
    }

    [Claim("CKA-10", Share = 0.5)]
    public Property Over_all_orders_of_the_samples_unbiased_hsic_has_mean_zero(
        DebiasedSimilarityRule rule, FewRepresentations recipe)
    {
        using var scope = NewDisposeScope();
        var pair = recipe.Pair with { Samples = 4 + recipe.Pair.Samples % 2 };
        using var generator = pair.Generator();
        var (x, y) = pair.Build(generator);
        var (k, l) = (x.mm(x.mT), y.mm(y.mT));
        var (sizeK, sizeL) = (k.abs().max().ToDouble(), l.abs().max().ToDouble());
        var (scale, rounding) = (sizeK * sizeL, Rounding(pair));

        // An order of the samples leaves HSIC(K, K) and HSIC(L, L), and with them the quotient's denominator.
        var (first, second) = (Hsic.Unbiased(k, k), Hsic.Unbiased(l, l));
        var hasQuotient = first > 1e-3 * sizeK * sizeK && second > 1e-3 * sizeL * sizeL;
        var means = Orders(pair.Samples).Select(order =>
        {
            using var inner = NewDisposeScope();
            var place = tensor(order, device: Steering.Device);
            var other = y.index_select(0, place);
            var permuted = l.index_select(0, place).index_select(1, place);
            return (Hsic: rule.Hsic(k, permuted), Cka: hasQuotient ? rule.Cka(x, other) : 0);
        }).ToArray();

        var quotient = scale / Math.Sqrt(Math.Max(first * second, double.Epsilon));
        return Verdict.Below(recipe,
        [
            Math.Abs(means.Average(mean => mean.Hsic)) / (scale * rounding),
            hasQuotient ? Math.Abs(means.Average(mean => mean.Cka)) / (quotient * rounding) : 0,
        ]);
    }

    private static double Rounding(Representations pair) =>
        pair.Samples * pair.Samples * (pair.Width + pair.OtherWidth) * Ratio.Eps(float64);

    /// <summary>All orders of 0 … n − 1.</summary>
    private static IEnumerable<long[]> Orders(int n) => n == 0
        ? [[]]
        : Orders(n - 1).SelectMany(order =>
            Enumerable.Range(0, n).Select(place => (long[])[.. order[..place], n - 1, .. order[place..]]));

    // E over i ≠ j ≠ q ≠ r, all different, of K_ij L_ij + K_ij L_qr − 2 K_ij L_iq (Song et al.).
    private static double OverTuples(Tensor kernel, Tensor other)
    {
        var n = (int)kernel.size(0);
        var (k, l) =
            (kernel.cpu().contiguous().data<double>().ToArray(), other.cpu().contiguous().data<double>().ToArray());
        var (sum, tuples) = (0.0, 0);
        foreach (var (i, j, q, r) in
            from i in Enumerable.Range(0, n)
            from j in Enumerable.Range(0, n)
            from q in Enumerable.Range(0, n)
            from r in Enumerable.Range(0, n)
            select (i, j, q, r))
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
