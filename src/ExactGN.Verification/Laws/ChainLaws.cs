using static ExactGN.Verification.Subjects.Operations;

namespace ExactGN.Verification.Laws;

/// <summary>Laws of reversible networks that the kit supplies. theory/reversible.md, theory/tangents.md,
/// theory/exact-update.md, theory/verification.md.</summary>
internal static class ChainLaws
{
    internal static IReadOnlyList<Law> All { get; } =
    [
        Of("REV-1", "The forward map is the coupling formula", "reversible", [ChainForward], [], [], c =>
        {
            var (state, f) = c.Forward(c.X);
            return Ratios.Worst(c.Ratio(state - c.State, c.X.Norm(), c.Growth),
                c.Ratio(f - c.ReadOut(state), state.Norm()));
        }),
        Of("REV-8", "Zero weights give the identity", "reversible", [ChainForward], [], [], c =>
        {
            var silent = c.Blocks.Select(block => (Silent(block.F), Silent(block.G))).ToArray();
            return Ratios.Fact((c.Forward(c.X, c.Message(silent)).State - c.X).Norm() == 0);
        }),
        Of("REV-2", "The inverse undoes the forward map", "reversible", [ChainForward, ChainInverse], ["REV-1"], [],
            c =>
            c.Ratio(c.Inverse(c.Forward(c.X).State) - c.X, c.X.Norm(), c.Growth)),
        Of("REV-3", "The forward map undoes the inverse", "reversible", [ChainForward, ChainInverse], ["REV-1"], [],
            c =>
            c.Ratio(c.Forward(c.Inverse(c.X)).State - c.X, c.X.Norm(), c.Growth)),
        Of("KIT-80", "A block's jvp is the derivative of the coupling formula", MapLaw.Kit, [ChainBlockJvp], [], [],
            c =>
        {
            c.RequireClear();
            var tangent = c.Gaussian(3, c.D);
            return c.Blocks.Index().Worst(block =>
            {
                var (state, moved) = c.BlockJvp(block.Index, c.States[block.Index], tangent);
                var (wanted, along) = ChainCase.Push(block.Item, c.States[block.Index], tangent);
                return Ratios.Worst(c.Ratio(state - wanted, c.States[block.Index].Norm(), c.Growth),
                    c.Ratio(moved - along, tangent.Norm(), c.Growth));
            });
        }),
        Of("TAN-20", "At a kink the derivative is that of the inactive side", "tangents", [ChainBlockJvp], ["KIT-80"],
            [], c =>
        {
            if (c.Blocks[^1].F.Linear)
            {
                throw new OutsideException("a linear half-coupling has no kink");
            }

            // x² = 0 puts every pre-activation of F on its kink: the first half's tangent passes as it is.
            var (tangent, x) = (c.Gaussian(3, c.D), c.X.Slice(0, c.Q).Beside(Numbers.Zeros(c.N, c.Q)));
            var (_, moved) = c.BlockJvp(c.Blocks.Count - 1, x, tangent);
            return c.Ratio(moved.Slice(0, c.Q) - tangent.Slice(0, c.Q), tangent.Norm());
        }),
        Of("TAN-8", "Pulling back a pushed tangent returns it", "tangents", [ChainBlockJvp, ChainPullBack], ["KIT-80"],
            [], c =>
        {
            c.RequireClear();
            var (x, tangent) = (c.X, c.Gaussian(3, c.D));
            var there = tangent;
            for (var l = 0; l < c.Blocks.Count; l++)
            {
                (x, there) = c.BlockJvp(l, x, there);
            }

            return c.Ratio(c.PullBack(x, there) - tangent, tangent.Norm(), c.Growth);
        }),
        Of("KIT-81", "The features of a half-coupling are [φ(xV), 1]", MapLaw.Kit, [ChainFeatures], [], [], c =>
            c.Features().Zip(c.AllFeatures()).Worst(pair =>
                c.Ratio(pair.First - pair.Second, pair.Second.Norm() + c.X.Norm(), c.Growth))),
        Of("KIT-82", "The reversible update realises the output error", MapLaw.Kit, [ChainUpdate], [],
            [Need.Scaled("average")], c =>
        {
            var (kappa, error) = (c.FullRowRank(), c.Gaussian(4, c.C));
            var moved = c.Response(c.Update(error, "average"), _ => true);
            return c.Ratio(moved - c.Lift(error), error.Norm(), kappa * kappa * c.Growth);
        }),
        Of("GN-2", "Summed instead of averaged, the blocks realise L times the error", "exact-update", [ChainUpdate],
            [], [Need.Scaled("sum")], c =>
        {
            var (kappa, error) = (c.FullRowRank(), c.Gaussian(4, c.C));
            var moved = c.Response(c.Update(error, "sum"), _ => true);
            return c.Ratio(moved - (c.Blocks.Count * c.Lift(error)), c.Blocks.Count * error.Norm(),
                kappa * kappa * c.Growth);
        }),
        Of("GN-3", "Each block alone realises the whole error", "exact-update", [ChainUpdate], [],
            [Need.Scaled("average")], c =>
        {
            var (kappa, error) = (c.FullRowRank(), c.Gaussian(4, c.C));
            var deltas = c.Update(error, "average");
            return Enumerable.Range(0, c.Blocks.Count).Worst(l =>
                c.Ratio((c.Blocks.Count * c.Response(deltas, block => block == l)) - c.Lift(error), error.Norm(),
                    kappa * kappa * c.Growth));
        }),
        Of("GN-15", "Each half-coupling's update lies in the row space of its features", "exact-update", [ChainUpdate],
            [], [Need.Scaled("average")], c =>
        {
            var (kappa, error) = (c.FullRowRank(), c.Gaussian(4, c.C));
            return c.Update(error, "average").Zip(c.AllFeatures()).Worst(pair =>
            {
                var features = pair.Second.Decomposed();
                return c.Ratio(features.OutsideRowSpace(pair.First, c.N), error.Norm() / features.Values[^1],
                    kappa * kappa * c.Growth);
            });
        }),
    ];

    private static PlainHalf Silent(PlainHalf half) => half with { Weight = 0 * half.Weight };

    private static Law<ChainRecipe, ChainCase> Of(string id, string title, string chapter, string[] operations,
        string[] restsOn, Need[] needs, Func<ChainCase, double> ratio) =>
        new(
            id, title, chapter, operations, [Need.Relu, .. needs], restsOn, (probe, recipe) => new(probe, recipe),
            ratio);
}
