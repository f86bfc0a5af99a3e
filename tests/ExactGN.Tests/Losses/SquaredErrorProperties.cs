namespace ExactGN.Tests;

/// <summary>theory/losses.md: squared error.</summary>
public sealed class SquaredErrorProperties
{
    [Claim("LOSS-7")]
    public Property The_direction_of_squared_error_is_the_residual_damped_by_one_plus_lambda(
        SquaredForm loss, DampedLogits recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var dtype = precision.Dtype();
        var (f, y) = recipe.Logits.Build(dtype);
        var residual = tensor(
            [.. SoftmaxReference.Rows(f)
                .Zip(SoftmaxReference.Rows(y), (fi, yi) => fi.Zip(yi, (a, b) => a - b))
                .SelectMany(row => row)],
            f.shape,
            dtype: float64);

        var (exact, identity, damped) = (loss.Exact(f, y), loss.Identity(f, y), loss.Damped(f, y, recipe.Lambda));

        return Verdict.Below((recipe, precision), [
            Ratio.Relative(exact, residual, 1),
            Ratio.Relative(identity, residual, 1),
            Ratio.Relative(damped, residual / (1 + recipe.Lambda), 1),
        ]);
    }
}
