using static ExactGN.Verification.Subjects.Operations;

namespace ExactGN.Verification.Laws;

/// <summary>Laws of similarities between representations and between kernels. theory/lazy-regime.md,
/// theory/verification.md.</summary>
internal static class SimilarityLaws
{
    private const string Lazy = "lazy-regime";

    internal static IReadOnlyList<Law> All { get; } =
    [
        Of("CKA-2", "CKA equals its definition, with both kernels centred on both sides", Lazy, [Cka], [], c =>
        {
            var (x, y) = (SimilarityCase.Centred(c.X), SimilarityCase.Centred(c.Y));
            double Squared(Numbers a, Numbers b) => a.Transposed().Times(b).Norm();
            var wanted = Math.Pow(Squared(x, y), 2) / (Squared(x, x) * Squared(y, y));
            // Centring cancels: what is left of the columns is what rounding is relative to.
            return c.Ratio(c.Cka(c.X, c.Y) - wanted, Cancelled(c.X, x) * Cancelled(c.Y, y));
        }),
        Of("CKA-1", "CKA lies between 0 and 1, is symmetric, and is 1 for a representation with itself", Lazy, [Cka],
            [], c =>
        {
            var (there, back, self) = (c.Cka(c.X, c.Y), c.Cka(c.Y, c.X), c.Cka(c.X, c.X));
            var scale = Cancelled(c.X, SimilarityCase.Centred(c.X)) * Cancelled(c.Y, SimilarityCase.Centred(c.Y));
            return Ratios.Worst(c.Ratio(there - back, scale), c.Ratio(self - 1, scale),
                c.Ratio(Math.Max(0, Math.Max(-there, there - 1)), scale));
        }),
        Of("CKA-3", "CKA is invariant to rotations, scaling and the order of the samples", Lazy, [Cka], ["CKA-2"], c =>
        {
            var rotation = Numbers.FromMathNet(c.Draw(5).Gaussian(c.X.ColumnCount, c.X.ColumnCount).ToMathNet().QR().Q);
            var (one, order) = (c.Cka(c.X, c.Y), c.Draw(6).Permutation(c.N));
            var scale = Cancelled(c.X, SimilarityCase.Centred(c.X)) * Cancelled(c.Y, SimilarityCase.Centred(c.Y));
            return Ratios.Worst(
                c.Ratio(c.Cka(c.X.Times(rotation), c.Y) - one, scale),
                c.Ratio(c.Cka(-8 * c.X, c.Y) - one, scale),
                c.Ratio(c.Cka(c.X.Take(order), c.Y.Take(order)) - one, scale));
        }),
        Of("CKA-4", "CKA does not see a constant added to every sample", Lazy, [Cka], ["CKA-2"], c =>
        {
            var shifted = c.X.Map(x => x + 2).Rounded(c.Precision);
            var scale = Cancelled(shifted, SimilarityCase.Centred(c.X)) * Cancelled(c.Y, SimilarityCase.Centred(c.Y));
            return c.Ratio(c.Cka(shifted, c.Y) - c.Cka(c.X, c.Y), scale);
        }),
        Of("LAZY-2", "Alignment of kernels lies between 0 and 1", Lazy, [Alignment], [], c =>
        {
            var (there, self) = (c.Alignment(c.Kernel, c.Earlier), c.Alignment(c.Kernel, c.Kernel));
            return Ratios.Worst(c.Ratio(self - 1, 1), c.Ratio(Math.Max(0, Math.Max(-there, there - 1)), 1));
        }),
        Of("KIT-70", "Alignment is its definition, whatever the scales", MapLaw.Kit, [Alignment], [], c =>
        {
            var wanted = c.Kernel.Dot(c.Earlier) / (c.Kernel.Norm() * c.Earlier.Norm());
            return Ratios.Worst(c.Ratio(c.Alignment(c.Kernel, c.Earlier) - wanted, 1),
                c.Ratio(c.Alignment(1024 * c.Kernel, 0.125 * c.Earlier) - wanted, 1));
        }),
        Of("KIT-71", "Drift is its definition, whatever the scale", MapLaw.Kit, [Drift], [], c =>
        {
            var wanted = (c.Kernel - c.Earlier).Norm() / c.Earlier.Norm();
            var scale = 1 + wanted;
            return Ratios.Worst(
                c.Ratio(c.Drift(c.Kernel, c.Earlier) - wanted, scale),
                c.Ratio(c.Drift(1024 * c.Kernel, 1024 * c.Earlier) - wanted, scale),
                Ratios.Fact(c.Drift(c.Kernel, c.Kernel) == 0));
        }),
        Of("LAZY-1", "Drift, alignment and norm ratio obey the law of cosines", Lazy, [Alignment, Drift],
            ["KIT-70", "KIT-71"], c =>
        {
            var (ratio, alignment, drift) = (c.Kernel.Norm() / c.Earlier.Norm(), c.Alignment(c.Kernel, c.Earlier),
                c.Drift(c.Kernel, c.Earlier));
            return c.Ratio((drift * drift) - ((ratio * ratio) - (2 * ratio * alignment) + 1),
                (1 + ratio) * (1 + ratio));
        }),
    ];

    private static Law<SimilarityRecipe, SimilarityCase> Of(string id, string title, string chapter,
        string[] operations, string[] restsOn, Func<SimilarityCase, double> ratio) =>
        new(id, title, chapter, operations, [], restsOn, (probe, recipe) => new(probe, recipe), ratio);

    private static double Cancelled(Numbers x, Numbers centred) => Math.Pow(Math.Max(1, x.Norm() / centred.Norm()), 2);
}
