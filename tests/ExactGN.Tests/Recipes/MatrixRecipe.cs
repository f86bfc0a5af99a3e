namespace ExactGN.Tests;

/// <summary>The recipe of ã = U·diag(σ)·Vᵀ and a right-hand side; σ falls geometrically from
/// Scale to Scale/Condition.</summary>
public sealed record MatrixRecipe(
    int Rows, int Columns, int Rank, double Condition, double Scale, int RightHandSides, int Seed)
{
    public bool FullRank => Rank == Math.Min(Rows, Columns);

    /// <summary>ã, shape [Rows, Columns]; orthogonal factors are drawn in float64 and the product is cast.</summary>
    public Tensor Build(ScalarType dtype = ScalarType.Float64)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seed, CPU);
        var (u, _) = linalg.qr(randn([Rows, Rank], dtype: float64, generator: generator));
        var (v, _) = linalg.qr(randn([Columns, Rank], dtype: float64, generator: generator));
        return (u * SingularValues()).matmul(v.mT).to(dtype, Steering.Device).MoveToOuterDisposeScope();
    }

    /// <summary>The Rank non-zero singular values, largest first.</summary>
    public Tensor SingularValues() => Scale * logspace(0, Rank == 1 ? 0 : -Math.Log10(Condition), Rank, dtype: float64);

    /// <summary>A Gaussian right-hand side, shape [Rows, RightHandSides].</summary>
    public Tensor RightHandSide(ScalarType dtype = ScalarType.Float64)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seed + 1, CPU);
        return randn([Rows, RightHandSides], dtype: float64, generator: generator)
            .to(dtype, Steering.Device)
            .MoveToOuterDisposeScope();
    }

    /// <summary>Towards a small tame matrix; each step keeps Rank ≤ min(Rows, Columns).</summary>
    public IEnumerable<MatrixRecipe> Shrink() => Smaller.Of(
        (Condition > 1, this with { Condition = 1 }),
        (Scale != 1, this with { Scale = 1 }),
        (RightHandSides > 1, this with { RightHandSides = 1 }),
        (Rank > 1, this with { Rank = Rank - 1 }),
        (Rows > Rank, this with { Rows = Rows - 1 }),
        (Columns > Rank, this with { Columns = Columns - 1 }));
}

/// <summary>A matrix recipe of full rank.</summary>
public sealed record FullRankMatrix(MatrixRecipe Matrix);

public static partial class Arbitraries
{
    public static Arbitrary<MatrixRecipe> MatrixRecipes() =>
        Arb.From(Matrices(fullRank: false), recipe => recipe.Shrink());

    public static Arbitrary<FullRankMatrix> FullRankMatrices() => Arb.From(
        Matrices(fullRank: true).Select(recipe => new FullRankMatrix(recipe)),
        recipe =>
            recipe.Matrix.Shrink().Where(smaller => smaller.FullRank).Select(smaller => new FullRankMatrix(smaller)));

    private static Gen<MatrixRecipe> Matrices(bool fullRank) =>
        from rows in Gen.Choose(1, 14)
        from columns in Gen.Choose(1, 14)
        from rank in fullRank ? Gen.Constant(Math.Min(rows, columns)) : Gen.Choose(1, Math.Min(rows, columns))
        from condition in Gen.Elements(1.0, 2.0, 10.0, 100.0)
        from scale in Gen.Elements(1.0, 1e-3, 1e3)
        from right in Gen.Choose(1, 3)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new MatrixRecipe(rows, columns, rank, condition, scale, right, seed);
}
