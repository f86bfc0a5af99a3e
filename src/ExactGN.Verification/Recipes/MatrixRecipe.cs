using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Verification.Recipes;

/// <summary>A matrix of known rank and condition, and right-hand sides.</summary>
/// <param name="Seed">Of every draw.</param>
/// <param name="Rows">n.</param>
/// <param name="Columns">m.</param>
/// <param name="Rank">r, at least 1.</param>
/// <param name="Condition">κ, the largest over the smallest non-zero singular value.</param>
/// <param name="Scale">The largest singular value.</param>
/// <param name="RightHandSides">k.</param>
/// <param name="Single">Whether it is asked in float32.</param>
internal sealed record MatrixRecipe(
    int Seed, int Rows, int Columns, int Rank, double Condition, double Scale, int RightHandSides, bool Single)
        : IRecipe<MatrixRecipe>
{
    private const int MostLength = 14;

    public static string Kind => "matrix";

    public static Gen<MatrixRecipe> Generator(Description description)
    {
        var (lstsq, dtypes) = (description.LeastSquares, description.Precisions);
        return
            from seed in Gen.Choose(0, 999_999)
            from rows in Gen.Choose(1, Math.Min(MostLength, lstsq.MostRows))
            from columns in Gen.Choose(1, Math.Min(MostLength, lstsq.MostColumns))
            from rank in lstsq.TakesDeficient ? Gen.Choose(1, Math.Min(rows, columns))
                : Gen.Constant(Math.Min(rows, columns))
            from condition in Gen.Elements(1.0, 2, 10, 100)
            from scale in Gen.Elements(1.0, 1e-3, 1e3)
            from sides in Gen.Choose(1, 3)
            from precision in Gen.Elements(dtypes.ToArray())
            select new MatrixRecipe(seed, rows, columns, rank, condition, scale, sides, precision == Precision.Single);
    }

    public IEnumerable<MatrixRecipe> Simpler(Description description)
    {
        var full = !description.LeastSquares.TakesDeficient;
        for (var n = 1; n < Rows; n++)
        {
            var rank = Math.Min(n, Columns);
            yield return this with { Rows = n, Rank = full ? rank : Math.Min(Rank, rank) };
        }

        for (var m = 1; m < Columns; m++)
        {
            var rank = Math.Min(m, Rows);
            yield return this with { Columns = m, Rank = full ? rank : Math.Min(Rank, rank) };
        }

        if (Rank < Math.Min(Rows, Columns))
        {
            yield return this with { Rank = Math.Min(Rows, Columns) };
        }

        if (Condition > 1)
        {
            yield return this with { Condition = 1 };
        }

        if (Scale != 1)
        {
            yield return this with { Scale = 1 };
        }

        if (RightHandSides > 1)
        {
            yield return this with { RightHandSides = 1 };
        }

        if (Single && description.Precisions.Contains(Precision.Double))
        {
            yield return this with { Single = false };
        }
    }
}
