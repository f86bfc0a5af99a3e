namespace ExactGN.Tests;

/// <summary>theory/losses.md: softmax cross-entropy where probabilities underflow, and its invariances.</summary>
public sealed class SoftmaxExtremesProperties
{
    [Claim("LOSS-6")]
    public Property With_identity_curvature_the_direction_is_p_minus_y_in_every_component(
        SoftmaxForm loss, LogitsRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (f, y) = recipe.Build(precision.Dtype());
        var reference = SoftmaxReference.Of(f, y);

        var direction = loss.Identity(f, y).to(float64, CPU);

        var relative = (direction - reference.G) / (reference.P * reference.Amplification + reference.Y.abs());
        return Verdict.Below((recipe, precision), relative.abs().max().item<double>() / Ratio.Eps(precision.Dtype()));
    }

    [Claim("LOSS-10")]
    public Property Extreme_logits_give_the_right_numbers_or_the_named_error(
        SoftmaxForm loss, ExtremeLogits recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var dtype = precision.Dtype();
        var (f, y) = recipe.Logits.Build(dtype);
        var reference = SoftmaxReference.Of(f, y);
        var logRatio = reference.Y.abs().log() - reference.LogP;
        var (largest, limit) = (logRatio.max().item<double>(), Math.Log(finfo(dtype).max));
        if (Math.Abs(largest - limit) < 5)
        {
            return Verdict.Discard();
        }

        var gradient = Ratio.Of(
            loss.Gradient(f, y).to(float64, CPU) - reference.G,
            Ratio.Norm(reference.P) + Ratio.Norm(reference.Y),
            reference.Amplification,
            dtype);
        var exact = Exact(loss, f, y);
        if (exact is null || largest > limit)
        {
            // The error is right exactly where some y/p cannot be represented.
            return Verdict.Below(
                (recipe, precision), [gradient, exact is null == largest > limit ? 0 : double.PositiveInfinity]);
        }

        var ratio = reference.Y.sign() * logRatio.exp();
        return Verdict.Below(
            (recipe, precision),
            [gradient, Ratio.Of(
                exact - (ratio.mean([1], keepdim: true) - ratio), Ratio.Norm(ratio), reference.Amplification, dtype)]);
    }

    [Claim("LOSS-11")]
    public Property A_class_with_neither_target_nor_probability_costs_nothing(SoftmaxForm loss, ExtremeLogits recipe)
    {
        using var scope = NewDisposeScope();
        var (f, _) = (recipe.Logits with { Target = TargetShape.Predicted }).Build(float64);
        var best = f.argmax(1, keepdim: true);
        f = f.masked_fill(
            zeros_like(f, dtype: ScalarType.Bool)
                .scatter(1, best, ones_like(best, dtype: ScalarType.Bool))
                .logical_not(),
            -1e4);
        f = f.scatter(1, best, full_like(f.gather(1, best), 1e4));
        var y = f.gt(0).to(float64);

        var (exact, damped, value) = (Exact(loss, f, y), loss.Damped(f, y, 1e-3), loss.Value(f, y));

        // p = y in float64: y/p is 1 once and 0 elsewhere.
        var expected = 1.0 / recipe.Logits.Classes - y.to(CPU);
        return Verdict.Below(recipe, exact is null
            ? [double.PositiveInfinity]
            : [
                Ratio.Relative(exact, expected, recipe.Logits.Classes),
                Ratio.Norm(damped) / Ratio.Eps(float64),
                Ratio.Norm(value) / Ratio.Eps(float64),
            ]);
    }

    [Claim("LOSS-12")]
    public Property Adding_a_constant_to_a_samples_logits_changes_nothing(SoftmaxForm loss, LogitsRecipe recipe)
    {
        using var scope = NewDisposeScope();
        var (f, y) = recipe.Build(float64);
        var shift = 1e4 * recipe.Direction(float64).narrow(1, 0, 1).clamp(-1, 1);
        var size = 1 + Ratio.Norm(shift) + Ratio.Norm(f);

        double Moved(Func<Tensor, Tensor> form, Func<Tensor, double> scale)
        {
            var (here, there) = (form(f), form(f + shift));
            return Ratio.Of(there - here, scale(here), size, float64);
        }

        return Verdict.Below(recipe, [
            Moved(outputs => loss.Value(outputs, y), value => 1 + Ratio.Norm(value)),
            Moved(outputs => loss.Gradient(outputs, y), _ => Ratio.Norm(y) + recipe.Samples),
            Moved(loss.Hessian, _ => recipe.Samples),
            Moved(
                outputs => loss.Exact(outputs, y),
                direction => recipe.Samples + 2 * Ratio.Norm(direction) * recipe.Classes),
            Moved(outputs => loss.Damped(outputs, y, 0.1), _ => 10 * (Ratio.Norm(y) + recipe.Samples)),
        ]);
    }

    [Claim("LOSS-17")]
    public Property The_value_is_the_mean_of_log_sum_exp_minus_the_targets_logits(
        SoftmaxForm loss, ExtremeLogits recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (f, y) = recipe.Logits.Build(precision.Dtype());
        var reference = SoftmaxReference.Of(f, y);

        var value = loss.Value(f, y).to(float64, CPU);

        // Σ_j y_j(log Σ exp f − f_j): the weights y need not sum to one exactly once they are rounded.
        var outputs = f.to(float64, CPU);
        var expected = (reference.Y * (tensor(reference.LogNormaliser).unsqueeze(1) - outputs)).sum(1).mean();
        var scale = reference.Y.abs().sum(1).max().item<double>() * reference.Amplification;
        return Verdict.Below(
            (recipe, precision), Ratio.Of(value - expected, scale, recipe.Logits.Classes, precision.Dtype()));
    }

    /// <summary>The exact direction in float64 on the CPU, or null where the form says that it
    /// is not representable.</summary>
    private static Tensor? Exact(SoftmaxForm loss, Tensor f, Tensor y)
    {
        try
        {
            return loss.Exact(f, y).to(float64, CPU);
        }
        catch (NumericalException error) when (error.Trouble == NumericalTrouble.NotRepresentable)
        {
            return null;
        }
    }
}
