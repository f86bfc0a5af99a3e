namespace ExactGN.Tests;

/// <summary>theory/reversible.md: the fixed orthonormal read-out and the lift.</summary>
public sealed class ReadOutProperties
{
    [Claim("REV-12")]
    public Property The_columns_of_the_read_out_are_orthonormal(
        NetworkDraw draw, NetworkRecipe recipe, Precision precision)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        using var model = draw.Draw(
            (recipe with { Classes = recipe.Classes ?? recipe.HalfWidth }).Options(), precision.Dtype());

        var gram = Dense.ToMathNet(model.ReadoutMatrix!)
            .TransposeThisAndMultiply(Dense.ToMathNet(model.ReadoutMatrix!));

        var error = Dense.FromMathNet(gram) - eye(gram.RowCount, dtype: float64);
        return Verdict.Below(
            (recipe, precision), Ratio.Of(error, Math.Sqrt(gram.RowCount), model.Features, precision.Dtype()));
    }

    [Claim("REV-13")]
    public Property The_lift_is_the_preimage_of_least_norm(ReadOutMaps maps, NetworkRecipe recipe, Precision precision)
    {
        using var built = recipe.Open(precision.Dtype());
        var classes = recipe.Classes ?? built.X.size(1);
        var error = built.Gaussian(classes, stream: 1);

        var lifted = maps.Lift(built.Model, error);

        var u = built.Model.ReadoutMatrix?.to(float64, CPU) ?? eye(classes, dtype: float64);
        var leastNorm = error.to(float64, CPU).matmul(Dense.PseudoInverse(u));
        var readBack = maps.ReadOut(built.Model, lifted);
        return Verdict.Below(
            (recipe, precision),
            [Ratio.Relative(lifted, leastNorm, built.X.size(1)), Ratio.Relative(readBack, error, built.X.size(1))]);
    }
}
