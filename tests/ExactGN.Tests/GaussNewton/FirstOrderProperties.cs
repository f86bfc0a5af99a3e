namespace ExactGN.Tests;

/// <summary>theory/exact-update.md: what the outputs do along the update, by evaluating the network alone.</summary>
public sealed class FirstOrderProperties
{
    [Claim("GN-6")]
    public Property The_outputs_move_by_the_error_to_first_order(UpdateRule rule, FullRankNetwork recipe)
    {
        using var built = recipe.Network.Open();
        var condition = Conditioning.Of(built);
        var error = built.Gaussian(recipe.Network.Classes ?? built.X.size(1), stream: 1);
        using var update = rule.Update(built.Model, built.Model.Forward(built.X), built.Model.Lift(error));
        // The central difference errs by O(h²) from the third order and by eps·‖f‖/h from rounding;
        // h ~ eps^⅓ balances the two.
        var unit = 1e-5 / Math.Max(1, update.Norm());
        if (!(condition.Product < 1e5) || !SameActivations(built, update, [unit, -unit]))
        {
            return Verdict.Discard();
        }

        var difference = FiniteDifferences.InParameters(built.Model, built.X, update, unit);

        var scale = Ratio.Norm(error) + Ratio.Norm(built.Model.Output(built.X)) / unit * Ratio.Eps(error.dtype) / 1e-10;
        return Verdict.Below(recipe, Ratio.Norm(difference - error) / (1e-10 * condition.Transport * scale));
    }

    [Claim("GN-7")]
    public Property The_remainder_quarters_when_the_step_halves(UpdateRule rule, FullRankNetwork recipe)
    {
        using var built = recipe.Network.Open();
        var condition = Conditioning.Of(built);
        var error = built.Gaussian(recipe.Network.Classes ?? built.X.size(1), stream: 1);
        using var update = rule.Update(built.Model, built.Model.Forward(built.X), built.Model.Lift(error));
        var alpha = 1e-4 / Math.Max(1, update.Norm());
        if (!(condition.Product < 1e4) || !SameActivations(built, update, [alpha, alpha / 2]))
        {
            return Verdict.Discard();
        }

        var whole = Remainder(alpha);
        var half = Remainder(alpha / 2);

        // Where the second order is too small to stand out from rounding there is nothing to measure.
        var rounding = Ratio.Eps(error.dtype)
            * condition.Transport * built.X.size(1) * (Ratio.Norm(built.Model.Output(built.X)) + 1);
        return whole < 1000 * rounding && half < 1000 * rounding
            ? Verdict.Discard()
            : Verdict.Below(recipe, Math.Abs(Math.Log2(whole / half) - 2), threshold: 0.1);

        // ‖f(θ − αΔ) − f(θ) + αε‖
        double Remainder(double step)
        {
            using var inner = NewDisposeScope();
            using var weights = Update.Snapshot(built.Model);
            var before = built.Model.Output(built.X);
            update.ApplyTo(built.Model, step);
            var after = built.Model.Output(built.X);
            weights.RestoreTo(built.Model);
            return Ratio.Norm(after - before + step * error);
        }
    }

    // ReLU is linear between its kinks: the remainder is a polynomial in α only while no activation changes sides.
    private static bool SameActivations(NetworkCase built, Update update, double[] steps)
    {
        var here = Signs(built);
        return steps.All(step =>
        {
            using var scope = NewDisposeScope();
            using var weights = Update.Snapshot(built.Model);
            update.ApplyTo(built.Model, step);
            var there = Signs(built);
            weights.RestoreTo(built.Model);
            return here.equal(there).all().ToBoolean();
        });
    }

    private static Tensor Signs(NetworkCase built) =>
        cat([.. built.Features().Select(features => features.gt(0).reshape(-1))]);
}
