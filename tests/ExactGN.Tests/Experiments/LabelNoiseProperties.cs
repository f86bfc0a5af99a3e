namespace ExactGN.Tests;

/// <summary>theory/experiments.md: labels that are redrawn.</summary>
public sealed class LabelNoiseProperties
{
    [Claim("RUN-24", Share = 0.5)]
    public Property The_asked_for_share_of_the_labels_is_redrawn_uniformly(
        LabelRedrawing redrawing, StreamRecipe recipe)
    {
        const int Samples = 40, Classes = 4, Seeds = 300;
        using var scope = NewDisposeScope();
        var share = recipe.Place % 101 / 100.0;
        var most = (int)Math.Floor(share * Samples + 0.5);
        var labels = arange(Samples, dtype: int64).remainder(Classes);
        var targets = nn.functional.one_hot(labels, Classes).to(float64, Steering.Device);

        var (within, changed, classes) = (true, 0.0, new double[Classes]);
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var inner = NewDisposeScope();
            var noisy = redrawing.Redraw(targets, share, recipe.Seed + seed);
            var now = noisy.argmax(1).cpu();
            var moved = now.ne(labels);
            var count = moved.sum().ToInt32();
            within &= count <= most && noisy.sum(1).eq(1).all().ToBoolean() && noisy.sum().ToDouble() == Samples;
            changed += count;
            for (var k = 0; k < Classes; k++)
            {
                classes[k] += now.eq(k).logical_and(moved).sum().ToInt32();
            }
        }

        // A redrawn label is another one with probability (c − 1)/c; each count is within 7 standard deviations.
        var (n, p) = ((double)most * Seeds, 1 - 1.0 / Classes);
        var total = n == 0 ? changed : Math.Abs(changed - n * p) / Math.Sqrt(n * p * (1 - p));
        var perClass = n == 0
            ? 0
            : classes.Max(count => Math.Abs(count - n * p / Classes) / Math.Sqrt(n * p / Classes));
        return Verdict.Below(recipe, within ? Math.Max(total, perClass) : double.PositiveInfinity, threshold: 7);
    }
}
