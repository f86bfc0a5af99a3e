using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Tests;

/// <summary>theory/least-squares.md: what X = ã⁺s does under changes of ã whose effect is known.</summary>
public sealed class LeastSquaresInvarianceProperties
{
    [Claim("LS-14")]
    public Property Scaling_the_matrix_divides_the_solution(PseudoInverseRule rule, MatrixRecipe recipe, DecimalScale factor)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (recipe.Build(), recipe.RightHandSide());

        var scaled = rule.Solve(factor.Value * a, s);

        return Verdict.Below((rule, recipe, factor), recipe.ForwardRatio(scaled * factor.Value, rule.Solve(a, s), s, rule.Exponent));
    }

    [Claim("LS-14")]
    public Property Scaling_matrix_and_right_hand_side_scales_the_solution_where_no_square_is_in_range(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision, ExtremeScale extreme, ExtremeScale other)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));
        var (factor, right) = (extreme.Of(precision), other == extreme ? extreme.Of(precision) : 1);

        var scaled = rule.Solve(factor * a, right * s);

        var x = (scaled.to(float64) * (factor / right)).to(precision.Dtype());
        return Verdict.Below((rule, recipe, precision, extreme, other), recipe.ForwardRatio(x, rule.Solve(a, s), s, rule.Exponent));
    }

    [Claim("LS-15")]
    public Property An_orthogonal_map_of_the_samples_changes_nothing(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));
        var q = Orthogonal(recipe.Rows, recipe.Seed, a);

        var x = rule.Solve(q.mm(a), q.mm(s));

        return Verdict.Below((rule, recipe, precision), recipe.ForwardRatio(x, rule.Solve(a, s), s, rule.Exponent));
    }

    [Claim("LS-16")]
    public Property An_orthogonal_map_of_the_features_maps_the_solution(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));
        var z = Orthogonal(recipe.Columns, recipe.Seed, a);

        var x = rule.Solve(a.mm(z), s);

        return Verdict.Below((rule, recipe, precision), recipe.ForwardRatio(z.mm(x), rule.Solve(a, s), s, rule.Exponent));
    }

    [Claim("LS-37")]
    public Property Features_in_a_wider_space_have_their_solution_there(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));
        var b = Orthogonal(recipe.Columns + 1 + recipe.Seed % 8, recipe.Seed, a)[..recipe.Columns];

        var x = rule.Solve(a.mm(b), s);

        return Verdict.Below((rule, recipe, precision), recipe.ForwardRatio(x, b.mT.mm(rule.Solve(a, s)), s, rule.Exponent));
    }

    [Claim("LS-17")]
    public Property The_pseudo_inverse_of_the_transpose_is_the_transpose(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var a = recipe.Build(precision.Dtype());
        var (left, right) = (eye(recipe.Rows, dtype: a.dtype, device: a.device), eye(recipe.Columns, dtype: a.dtype, device: a.device));

        var transposed = rule.Solve(a.mT, right);

        return Verdict.Below((rule, recipe, precision), recipe.ForwardRatio(transposed.mT, rule.Solve(a, left), right, rule.Exponent));
    }

    [Claim("LS-18")]
    public Property Duplicated_samples_are_solved_for_the_mean_of_their_targets(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var a = recipe.Build(precision.Dtype());
        var (s, t) = (recipe.RightHandSide(precision.Dtype()), (recipe with { Seed = recipe.Seed / 2 }).RightHandSide(precision.Dtype()));

        var x = rule.Solve(cat([a, a]), cat([s, t]));

        return Verdict.Below((rule, recipe, precision), recipe.ForwardRatio(x, rule.Solve(a, (s + t) / 2), cat([s, t]), rule.Exponent));
    }

    [Claim("LS-19")]
    public Property One_row_or_one_column_is_divided_by_its_squared_norm(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var row = recipe with { Rows = 1, Rank = 1 };
        var column = recipe with { Columns = 1, Rank = 1 };

        var ratios = new[] { row, column }.Select(vector =>
        {
            var (a, s) = (vector.Build(precision.Dtype()), vector.RightHandSide(precision.Dtype()));
            var (exact, right) = (a.to(float64), s.to(float64));
            return vector.ForwardRatio(rule.Solve(a, s), exact.mT.mm(right) / exact.square().sum(), s, rule.Exponent);
        });

        return Verdict.Below((rule, recipe, precision), ratios);
    }

    /// <summary>A random orthogonal matrix, orthogonal to the rounding of float64 before the cast.</summary>
    private static Tensor Orthogonal(int size, int seed, Tensor like)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed + 2, CPU);
        return linalg.qr(randn([size, size], dtype: float64, generator: generator)).Q.to(like.dtype, like.device).MoveToOuterDisposeScope();
    }
}

/// <summary>A factor 10^Exponent.</summary>
public sealed record DecimalScale(int Exponent)
{
    public double Value => Math.Pow(10, Exponent);
}

public static partial class Arbitraries
{
    public static Arbitrary<DecimalScale> DecimalScales() => Arb.From(
        Gen.Elements(-100, -30, -3, 3, 30, 100).Select(exponent => new DecimalScale(exponent)),
        scale => scale.Exponent is 3 or -3 ? [] : [new DecimalScale(3 * Math.Sign(scale.Exponent))]);
}
