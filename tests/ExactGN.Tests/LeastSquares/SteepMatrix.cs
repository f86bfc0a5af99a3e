namespace ExactGN.Tests;

/// <summary>A full-rank matrix whose condition number lies anywhere up to the limit of a dtype,
/// evenly in its logarithm.</summary>
/// <param name="Rows">n.</param>
/// <param name="Columns">m.</param>
/// <param name="Steepness">log κ as a fraction of the logarithm of the limit, from 0 to 1.</param>
/// <param name="RightHandSides">k.</param>
/// <param name="Seed">The seed of every draw.</param>
public sealed record SteepMatrix(int Rows, int Columns, double Steepness, int RightHandSides, int Seed)
{
    /// <summary>The recipe with κ^p up to 0.1/(max(n, m)·eps): beyond that the strategies themselves
    /// count σ_min as zero.</summary>
    public MatrixRecipe Matrix(ScalarType dtype, int exponent)
    {
        var limit = Math.Pow(0.1 / (Math.Max(Rows, Columns) * Ratio.Eps(dtype)), 1.0 / exponent);
        return new(Rows, Columns, Math.Min(Rows, Columns), Math.Pow(limit, Steepness), 1, RightHandSides, Seed);
    }

    /// <summary>Towards a small tame matrix.</summary>
    public IEnumerable<SteepMatrix> Shrink() => Smaller.Of(
        (Steepness > 0.1, this with { Steepness = Math.Round(Steepness - 0.1, 2) }),
        (RightHandSides > 1, this with { RightHandSides = 1 }),
        (Rows > 2, this with { Rows = Rows - 1 }),
        (Columns > 2, this with { Columns = Columns - 1 }));
}

public static partial class Arbitraries
{
    public static Arbitrary<SteepMatrix> SteepMatrices() => Arb.From(
        from rows in Gen.Choose(2, 10)
        from columns in Gen.Choose(2, 10)
        from steepness in Gen.Choose(0, 100)
        from right in Gen.Choose(1, 3)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new SteepMatrix(rows, columns, steepness / 100.0, right, seed),
        recipe => recipe.Shrink());
}
