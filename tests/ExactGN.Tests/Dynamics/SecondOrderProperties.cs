using System.Runtime.CompilerServices;

namespace ExactGN.Tests;

/// <summary>theory/dynamics.md: how near-duplicate samples enter the O(α²) term of a step.</summary>
public sealed class SecondOrderProperties
{
    /// <summary>κ(Θ) where a solve with Θ keeps three digits, which the exponent needs; "numerically positive definite"
    /// is not met far beyond.</summary>
    private const double WorstKernelCondition = 1e13;

    /// <summary>κ(ã) before the second sample is moved; at a distance δ it may be 1/δ times as large.</summary>
    private const double WorstCondition = 1e3;

    [Claim("DYN-4")]
    public Property The_reversible_steps_second_order_term_grows_like_the_inverse_distance_of_near_duplicates(
        ReversibleStep step, FullRankNetwork recipe) =>
            Growth(step, recipe.Paper, exponent: 1, _ => true);

    [Claim("DYN-15")]
    public Property The_minimum_norm_steps_second_order_term_grows_like_its_square_unless_no_half_can_cancel_another(
        MinimumNormStep step, FullRankNetwork recipe)
    {
        recipe = recipe.Paper;
        var network = recipe.Network;
        var pinned = network.Blocks == 1 && (network.Classes ?? 2 * network.HalfWidth) == 2 * network.HalfWidth;
        return Growth(step, recipe, exponent: pinned ? 1 : 2, built => KernelCondition(built) < WorstKernelCondition);
    }

    /// <summary>|log₁₀(R(10⁻⁵)/R(10⁻⁴)) − exponent|, R(δ) = ‖D²f[Δ, Δ]‖ for two samples at a distance of order δ,
    /// in two directions together.</summary>
    private static Property Growth(
        TrainingStep step,
        FullRankNetwork recipe,
        double exponent,
        Func<NetworkCase, bool> solvable,
        [CallerMemberName] string property = "")
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        if (!(built.WorstCondition() < WorstCondition))
        {
            return Verdict.Discard(property);
        }

        using var noGrad = no_grad();
        var directions = built.Gaussian(built.X.size(1), stream: 3);
        return Over(1e-4) is { } far && Over(1e-5) is { } near
            ? Verdict.Below(recipe, Math.Abs(Math.Log10(near / far) - exponent), threshold: 0.3, property)
            : Verdict.Discard(property);

        double? Over(double distance) =>
            SecondOrder(built, step, distance, directions[0], solvable) is { } one
            && SecondOrder(built, step, distance, directions[1], solvable) is { } other
                ? double.Hypot(one, other)
                : null;
    }

    /// <summary>‖f(θ + hΔ) − 2f(θ) + f(θ − hΔ)‖/h²; null where the twins do not share their active features,
    /// cannot be told apart by them, or the step changes one.</summary>
    private static double? SecondOrder(
        NetworkCase built, TrainingStep step, double distance, Tensor direction, Func<NetworkCase, bool> solvable)
    {
        var offset = distance * direction;
        built.X[1].copy_(built.X[0] + offset);
        if (!Active(built).All(active => active[0].eq(active[1]).all().item<bool>())
            || !(built.WorstCondition() < WorstCondition / distance)
            || !solvable(built))
        {
            return null;
        }

        using var update = step.Compute(built.Model, built.X, built.Targets);
        var h = 1e-2 * Ratio.Norm(offset) / (1 + update.Norm() * Ratio.Norm(offset));
        return Moved(built, update, h) is { } forward && Moved(built, update, -h) is { } back
            ? Ratio.Norm(forward - 2 * built.Model.Output(built.X) + back) / (h * h)
            : null;
    }

    /// <summary>f(θ − hΔ), or null where a feature became or ceased to be zero; the weights are restored.</summary>
    private static Tensor? Moved(NetworkCase built, Update update, double h)
    {
        using var before = Update.Snapshot(built.Model);
        var here = Active(built);
        update.ApplyTo(built.Model, h);
        var (there, output) = (Active(built), built.Model.Output(built.X));
        before.RestoreTo(built.Model);
        return here.Zip(there).All(pair => pair.First.eq(pair.Second).all().item<bool>()) ? output : null;
    }

    private static double KernelCondition(NetworkCase built)
    {
        var sigma = Dense.SingularValues(NeuralTangentKernel.Of(built.Model, built.X));
        return sigma[0] / Math.Abs(sigma[^1]);
    }

    private static Tensor[] Active(NetworkCase built) => [.. built.Features().Select(features => features.gt(0))];
}
