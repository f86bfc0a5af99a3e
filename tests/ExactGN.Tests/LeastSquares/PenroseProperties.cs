using FsCheck;

namespace ExactGN.Tests;

/// <summary>theory/least-squares.md: the four Penrose conditions, for the P that a strategy applies to the identity.</summary>
public sealed class PenroseProperties
{
    [Claim("LS-1")]
    public Property A_pseudo_inverse_inverts_on_the_range_of_A(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, p) = Pair(rule, recipe, precision);
        return Verdict.Below((rule, recipe, precision), Of(a.mm(p).mm(a) - a, recipe.Scale, rule, recipe, precision));
    }

    [Claim("LS-2")]
    public Property A_pseudo_inverse_is_inverted_by_A_on_its_own_range(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, p) = Pair(rule, recipe, precision);
        return Verdict.Below((rule, recipe, precision), Of(p.mm(a).mm(p) - p, recipe.InverseNorm, rule, recipe, precision));
    }

    [Claim("LS-3")]
    public Property The_projector_onto_the_range_of_A_is_symmetric(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, p) = Pair(rule, recipe, precision);
        var projector = a.mm(p);
        return Verdict.Below((rule, recipe, precision), Of(projector - projector.mT, 1, rule, recipe, precision));
    }

    [Claim("LS-4")]
    public Property The_projector_onto_the_row_space_of_A_is_symmetric(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, p) = Pair(rule, recipe, precision);
        var projector = p.mm(a);
        return Verdict.Below((rule, recipe, precision), Of(projector - projector.mT, 1, rule, recipe, precision));
    }

    /// <summary>ã and P = ã⁺I, both in float64 so that judging adds no error of its own.</summary>
    private static (Tensor A, Tensor P) Pair(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision)
    {
        var a = recipe.Build(precision.Dtype());
        var p = rule.Solve(a, eye(recipe.Rows, dtype: a.dtype, device: a.device));
        return (a.to(float64), p.to(float64));
    }

    private static double Of(Tensor error, double norm, PseudoInverseRule rule, MatrixRecipe recipe, Precision precision) =>
        Ratio.Of(error, norm * Math.Pow(recipe.Kappa, rule.Exponent), recipe.Size, precision.Dtype());
}
