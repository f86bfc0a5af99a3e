namespace ExactGN.Tests;

/// <summary>theory/losses.md: what steps of identity curvature do to the loss of one-hot samples.</summary>
public sealed class OneHotStepProperties
{
    [Claim("LOSS-20")]
    public Property For_a_one_hot_target_every_step_along_the_gradient_lowers_the_loss(
        SoftmaxForm loss, LogitsRecipe recipe)
    {
        using var scope = NewDisposeScope();
        var single = recipe with
        {
            Samples = 1,
            Target = recipe.Seed % 2 == 0 ? TargetShape.OneHot : TargetShape.Predicted,
        };
        var (f, y) = single.Build(float64);
        var logP = SoftmaxReference.Of(f, y).LogP[0];
        var target = y.argmax(1).item<long>();

        // 1 − p_y, summed over the rivals, for it cancels; and the odds against the target, Σ_{j≠y} exp(f_j − f_y).
        var p = logP.exp().data<double>().ToArray();
        var miss = p.Where((_, j) => j != target).Sum();
        var odds = miss / p[target];

        return Verdict.Below(single, new[] { 0.01, 1, 4, 6, 30, 1000 }.Select(alpha =>
        {
            var moved = f - alpha * loss.Identity(f, y);
            var excess = loss.Value(moved, y).item<double>() - LogOnePlus(odds * Math.Exp(-alpha * miss));
            var scale = 2 * (1 + Ratio.Norm(f) + Ratio.Norm(moved));
            return Math.Max(excess, 0) / (scale * single.Classes * Ratio.Eps(float64));
        }));
    }

    [Claim("LOSS-22", Share = 0.3)]
    public Property With_symmetric_rivals_alpha_t_times_the_loss_tends_to_one_minus_one_over_c(
        SoftmaxForm loss, SymmetricRivals recipe)
    {
        using var scope = NewDisposeScope();
        const int steps = 2048;
        var (c, alpha) = (recipe.Classes, recipe.Alpha);
        var y = zeros([1, c], dtype: float64, device: Steering.Device);
        y[0, 0] = 1;
        var f = recipe.Margin * y;
        for (var t = 0; t < steps; t++)
        {
            using var inner = NewDisposeScope();
            f.sub_(alpha * loss.Identity(f, y));
        }

        var share = alpha * steps * loss.Value(f, y).item<double>() * c / (c - 1);

        // v = e^m + c − 1: what v_T departs from αcT by, and c for the loss against (c − 1)/v.
        var start = Math.Exp(recipe.Margin) + c - 1;
        var least = alpha * c * (1 - (c - 1) / start);
        var reciprocals = 1 / start + LogOnePlus(least * steps / start) / least;
        var growth = alpha * c * Math.Max(c - 1, alpha * c * Math.Exp(alpha * c / start) / 2);
        var departure = start + growth * reciprocals + c;
        var rounding = steps * Ratio.Eps(float64);
        var allowed = departure / (alpha * c * steps) + rounding;
        return Verdict.Below(recipe, Math.Abs(1 / share - 1) / allowed, threshold: 1);
    }

    private static double LogOnePlus(double x) => x < 1e-5 ? x - x * x / 2 : Math.Log(1 + x);
}
