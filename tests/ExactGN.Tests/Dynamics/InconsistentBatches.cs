namespace ExactGN.Tests;

/// <summary>
/// The recipe of batches J_Bθ = y_B of a linear model: each has a solution of its own, and together they have more
/// equations than parameters, so that no θ solves them all.
/// </summary>
public sealed record InconsistentBatches(int Batches, int Rows, int Parameters, double Condition, int Seed)
{
    /// <summary>J [n, p] of full row rank and y [n, 1] of every batch; in the caller's dispose scope.</summary>
    public IReadOnlyList<(Tensor J, Tensor Y)> Build() =>
    [
        .. Enumerable.Range(0, Batches)
            .Select(batch => new MatrixRecipe(Rows, Parameters, Rows, Condition, 1, 1, Seed + 2 * batch))
            .Select(recipe => (recipe.Build(), recipe.RightHandSide())),
    ];
}

public static partial class Arbitraries
{
    public static Arbitrary<InconsistentBatches> InconsistentBatchRecipes() => Arb.From(
        from rows in Gen.Choose(2, 4)
        from parameters in Gen.Choose(rows + 1, 3 * rows - 1)
        from extra in Gen.Choose(0, 1)
        from condition in Gen.Elements(2.0, 30.0)
        from seed in Gen.Choose(0, int.MaxValue - 100)
        select new InconsistentBatches(3 + extra, rows, parameters, condition, seed));
}
