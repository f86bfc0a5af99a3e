namespace ExactGN.Verification.Laws;

/// <summary>Laws of least-squares solutions of least norm, cut and damped. theory/least-squares.md,
/// theory/verification.md.</summary>
internal static class LeastSquaresLaws
{
    private const string Chapter = "least-squares";

    private static readonly Need Square = new("as many columns as rows at most", d =>
        d.LeastSquares.MostRows == d.LeastSquares.MostColumns);

    internal static IReadOnlyList<Law> All { get; } =
    [
        Of("KIT-50", "A least-squares solution is not zero, not constant and no echo", MapLaw.Kit, [], [Need.Solves],
            c =>
        {
            var (one, two) = (c.Solution, c.Solve(c.A, c.Sides(2)));
            var echo = one.Shape.SequenceEqual(c.S.Shape) && (one - c.S).Norm() == 0;
            return Ratios.Fact(one.Norm() > 0 && (one - two).Norm() > 1e-9 * one.Norm() && (!echo || IsIdentity(c.A)));
        }),
        Of("KIT-51", "A least-squares solution that is asked for again is the same", MapLaw.Kit, [],
            [Need.Solves, Need.Deterministic], c =>
            TangentLaws.Again(() => c.Solve(c.A, c.S), () => c.Solve(2 * c.A, c.Sides(2)))),
        Of("KIT-52", "A least-squares solution is linear in the right-hand side", MapLaw.Kit, [], [Need.Solves], c =>
        {
            var (t, one) = (c.Sides(2), c.Solution);
            var (two, sum) = (c.Solve(c.A, t), c.Solve(c.A, c.S - (2 * t)));
            return c.Ratio(sum - (one - (2 * two)), c.InverseNorm * (c.S.Norm() + (2 * t.Norm())), c.Growth);
        }),
        Of("LS-7", "The solution is that of an independent SVD", Chapter, [], [Need.Solves], c =>
            c.Ratio(c.Solution - c.Spectrum.PseudoInverse(c.Share).Times(c.S), c.InverseNorm * c.S.Norm(), c.Growth)),
        Of("LS-1", "Penrose 1: ãPã = ã", Chapter, [], [Need.Solves], c =>
            c.Ratio(c.A.Times(c.Inverse).Times(c.A) - c.A, c.Largest, c.Growth)),
        Of("LS-2", "Penrose 2: PãP = P", Chapter, [], [Need.Solves], c =>
            c.Ratio(c.Inverse.Times(c.A).Times(c.Inverse) - c.Inverse, c.InverseNorm, c.Growth)),
        Of("LS-3", "Penrose 3: ãP is symmetric", Chapter, [], [Need.Solves], c =>
        {
            var projector = c.A.Times(c.Inverse);
            return c.Ratio(projector - projector.Transposed(), 1, c.Growth);
        }),
        Of("LS-4", "Penrose 4: Pã is symmetric", Chapter, [], [Need.Solves], c =>
        {
            var projector = c.Inverse.Times(c.A);
            return c.Ratio(projector - projector.Transposed(), 1, c.Growth);
        }),
        Of("LS-5", "The residual is orthogonal to the range", Chapter, [], [Need.Solves], c =>
        {
            var residual = c.A.Times(c.Solution) - c.S;
            return c.Ratio(c.A.Transposed().Times(residual), c.Largest * ((c.Largest * c.Solution.Norm()) + c.S.Norm()),
                c.Growth / c.Condition);
        }),
        Of("LS-6", "The solution lies in the row space", Chapter, [], [Need.Solves, Need.Columns], c =>
            c.Rank < c.M
                ? c.Ratio(c.Spectrum.OutsideRowSpace(c.Solution, c.Rank), c.InverseNorm * c.S.Norm(), c.Growth)
                : throw new OutsideException("no null space")),
        Of("LS-9", "Every column of the right-hand side is solved by itself", Chapter, ["LS-7"], [Need.Solves], c =>
        {
            var columns = Enumerable.Range(0, 3).Select(j => Math.Pow(10, -3 * j) * c.Sides(3 + j,
                columns: 1)).ToArray();
            var together = c.Solve(c.A, columns[0].Beside(columns[1]).Beside(columns[2]));
            var inverse = c.Spectrum.PseudoInverse(c.Share);
            return columns.Index().Select(column => c.Ratio(
                together.Slice(column.Index, 1) - inverse.Times(column.Item.Rounded(c.Precision)),
                c.InverseNorm * column.Item.Norm(), c.Growth)).Worst();
        }),
        Of("LS-11", "A consistent system leaves a residual at rounding level", Chapter, [], [Need.Solves], c =>
        {
            var s = c.A.Times(c.Sides(6, rows: c.M));
            var x = c.Solve(c.A, s);
            return c.Ratio(c.A.Times(x) - s, (c.Largest * x.Norm()) + s.Norm(), c.Growth / c.Condition);
        }),
        Of("LS-14", "Scaling the matrix divides the solution", Chapter, [], [Need.Solves], c =>
            new[] { -1.0, 0.25, 1024 }
                .Select(times => c.Ratio(
                    (times * c.Solve(times * c.A, c.S)) - c.Solution, c.InverseNorm * c.S.Norm(), c.Growth))
                .Worst()),
        Of("LS-15", "An orthogonal map of the samples changes nothing", Chapter, ["LS-7"], [Need.Solves], c =>
        {
            var q = c.Orthogonal(c.N, 1);
            return c.Ratio(c.Solve(q.Times(c.A), q.Times(c.S)) - c.Solution, c.InverseNorm * c.S.Norm(), c.Growth);
        }),
        Of("LS-16", "An orthogonal map of the features maps the solution", Chapter, ["LS-7"], [Need.Solves], c =>
        {
            var q = c.Orthogonal(c.M, 2);
            return c.Ratio(q.Times(c.Solve(c.A.Times(q), c.S)) - c.Solution, c.InverseNorm * c.S.Norm(), c.Growth);
        }),
        Of("LS-17", "The pseudo-inverse of the transpose is the transpose", Chapter, ["LS-7"], [Need.Solves, Square],
            c =>
            c.Ratio(c.Solve(c.A.Transposed(), Numbers.Identity(c.M)) - c.Inverse.Transposed(), c.InverseNorm,
                c.Growth)),
        Of("LS-18", "Duplicated samples are solved for the mean of their targets", Chapter, ["LS-7"],
            [Need.Solves, Need.Deficient, Need.Rows], c =>
        {
            // Each row of the matrix twice, with the targets s + t and s − t.
            RequireRows(c, 2 * c.N);
            var t = c.Sides(7);
            var twice = TangentLaws.Below(c.A, c.A);
            return c.Ratio(c.Solve(twice, TangentLaws.Below(c.S + t, c.S - t)) - c.Solution,
                c.InverseNorm * (c.S.Norm() + t.Norm()), c.Growth);
        }),
        Of("LS-19", "One row or one column is divided by its squared norm", Chapter, ["LS-7"], [Need.Solves], c =>
            Ratios.Worst(Divided(c, c.A.Row(0), c.Sides(8, rows: 1)), Divided(c, c.A.Slice(0, 1), c.S))),
        Of("LS-37", "Features in a wider space have their solution there", Chapter, ["LS-7"],
            [Need.Solves, Need.Columns], c =>
        {
            // B, the first m rows of an orthogonal matrix: (ãB)⁺s = Bᵀã⁺s.
            var wider = c.M + 1 + (c.Recipe.Seed % 8);
            if (wider > c.MostColumns)
            {
                throw new OutsideException($"{wider} columns");
            }

            var b = c.Orthogonal(wider, 3).Take([.. Enumerable.Range(0, c.M)]);
            return c.Ratio(c.Solve(c.A.Times(b), c.S) - b.Transposed().Times(c.Solution), c.InverseNorm * c.S.Norm(),
                c.Growth);
        }),

        Of("LS-20", "Truncation keeps what reaches rtol times the largest singular value", Chapter, [],
            [Need.Cuts, Need.Rows, Need.Columns], c => Cut(c, relative: true)),
        Of("LS-21", "Truncation keeps only what reaches atol", Chapter, [],
            [Need.Cuts, Need.Rows, Need.Columns], c => Cut(c, relative: false)),

        Of("LS-27", "Damping replaces 1/σ by σ/(σ² + λ)", Chapter, [], [Need.DampsSolutions], c =>
            Lambdas(c).Select(lambda =>
        {
            var filtered = c.Spectrum.Filtered(sigma => sigma / ((sigma * sigma) + lambda));
            return c.Ratio(Damped(c, lambda) - filtered.Times(c.S), Filter(c, lambda) * c.S.Norm(),
                DampedGrowth(c, lambda));
        }).Worst()),
        Of("LS-28", "Damping minimises ‖ãX − s‖² + λ‖X‖²", Chapter, [], [Need.DampsSolutions], c =>
            Lambdas(c).Select(lambda =>
        {
            var x = Damped(c, lambda);
            var slope = c.A.Transposed().Times(c.A.Times(x) - c.S) + (lambda * x);
            return c.Ratio(slope, c.Largest * c.S.Norm(), DampedGrowth(c, lambda));
        }).Worst()),
        Of("LS-29", "Vanishing damping approaches the pseudo-inverse at the rate λ", Chapter, ["LS-27"],
            [Need.DampsSolutions], c => Vanishing(c).Worst(share =>
        {
            // λ/(σ₁² + λ)·‖X‖ ≤ ‖X_λ − X‖ ≤ λ/(σ_r² + λ)·‖X‖.
            var lambda = c.Precision.Round(share * c.Least * c.Least);
            var x = c.Spectrum.PseudoInverse(c.Share).Times(c.S);
            return Between(c, lambda, (Damped(c, lambda) - x).Norm(),
                lambda / ((c.Largest * c.Largest) + lambda) * x.Norm(),
                lambda / ((c.Least * c.Least) + lambda) * x.Norm());
        })),
        Of("LS-30", "Growing damping approaches the gradient over λ", Chapter, ["LS-27"], [Need.DampsSolutions], c =>
            new[] { 1.0, 1e3, 1e6 }.Worst(share =>
        {
            // σ_r²/(σ_r² + λ)·‖ãᵀs‖/λ ≤ ‖X_λ − ãᵀs/λ‖ ≤ σ₁²/(σ₁² + λ)·‖ãᵀs‖/λ.
            var lambda = c.Precision.Round(share * c.Largest * c.Largest);
            var limit = 1 / lambda * c.A.Transposed().Times(c.S);
            return Between(c, lambda, (Damped(c, lambda) - limit).Norm(),
                c.Least * c.Least / ((c.Least * c.Least) + lambda) * limit.Norm(),
                c.Largest * c.Largest / ((c.Largest * c.Largest) + lambda) * limit.Norm());
        })),
        Of("LS-31", "The two twins of damping push through", Chapter, ["LS-27"], [Need.DampsSolutions, Square], c =>
            Lambdas(c).Worst(lambda =>
        {
            var twin = c.Solve(c.A.Transposed(), Numbers.Identity(c.M), ("damping", lambda));
            var operation = c.Solve(c.A, Numbers.Identity(c.N), ("damping", lambda));
            return c.Ratio(operation - twin.Transposed(), Filter(c, lambda) * Math.Sqrt(Math.Max(c.N, c.M)),
                DampedGrowth(c, lambda));
        })),
    ];

    private static Law<MatrixRecipe, MatrixCase> Of(string id, string title, string chapter, string[] restsOn,
        Need[] needs, Func<MatrixCase, double> ratio) =>
        new(
            id, title, chapter, [Operations.LeastSquares], needs, restsOn, (probe, recipe) => new(probe, recipe),
            ratio);

    // X of a vector that is not all but zero.
    private static double Divided(MatrixCase c, Numbers vector, Numbers s)
    {
        var norm = vector.Norm();
        return norm > 0.01 * c.Largest
            ? Ratios.Of(c.Solve(vector, s) - (1 / (norm * norm) * vector.Transposed().Times(s)), s.Norm() / norm,
                Math.Max(c.N, c.M), c.Precision)
            : throw new OutsideException("a row or a column of zeros");
    }

    private static bool IsIdentity(Numbers a) => a.RowCount == a.ColumnCount
        && (a - Numbers.Identity(a.RowCount)).Norm() < 1e-6;

    private static void RequireRows(MatrixCase c, int rows)
    {
        if (rows > c.MostRows)
        {
            throw new OutsideException($"{rows} rows");
        }
    }

    // The tolerance lies between two singular values, far from both.
    private static double Cut(MatrixCase c, bool relative)
    {
        var sigma = c.Spectrum.Values;
        if (c.Rank < 2 || sigma[0] < 1.5 * sigma[c.Rank - 1])
        {
            throw new OutsideException("no gap between singular values");
        }

        var kept = Enumerable.Range(1, c.Rank - 1).MaxBy(i => sigma[i - 1] / sigma[i]);
        var between = c.Precision.Round(Math.Sqrt(sigma[kept - 1] * sigma[kept]));
        var gap = sigma[kept - 1] / sigma[kept];
        if (gap < 1.2)
        {
            throw new OutsideException("no gap between singular values");
        }

        var (rtol, atol) = relative ? (c.Precision.Round(between / sigma[0]), 0.0) : (0.0, between);
        var x = c.Solve(c.A, c.S, ("rtol", rtol), ("atol", atol));
        var wanted = c.Spectrum.Filtered(value => value >= between ? 1 / value : 0).Times(c.S);
        // The subspace turns by rounding over the gap, and a Gram matrix squares what is kept of the condition.
        return c.Ratio(x - wanted, c.S.Norm() / sigma[kept - 1], c.Growth / (1 - (1 / gap)));
    }

    private static Numbers Damped(MatrixCase c, double lambda) => c.Solve(c.A, c.S, ("damping", lambda));

    private static IEnumerable<double> Lambdas(MatrixCase c) =>
        new[] { 1e-5, 1e-3, 0.1, 1, 10, 1e3 }.Select(share => c.Precision.Round(share * c.Largest * c.Largest));

    // In float32 a smaller λ would vanish in the rounding of the Gram matrix.
    private static double[] Vanishing(MatrixCase c) =>
        c.Precision == Precision.Single ? [1e-2, 1] : [1e-6, 1e-4, 1e-2, 1];

    // ‖D_λ‖₂ at most: the largest of σ/(σ² + λ) over the matrix's range of σ.
    private static double Filter(MatrixCase c, double lambda)
    {
        var sigma = Math.Clamp(Math.Sqrt(lambda), c.Least, c.Largest);
        return sigma / ((sigma * sigma) + lambda);
    }

    // By how much a distance misses its bounds.
    private static double Between(MatrixCase c, double lambda, double distance, double low, double high) =>
        c.Ratio(Math.Max(0, Math.Max(distance - high, low - distance)), Filter(c, lambda) * c.S.Norm(),
            DampedGrowth(c, lambda));

    // The condition of the Gram matrix + λI, whose solve may form it; the larger of the two twins is singular.
    private static double DampedGrowth(MatrixCase c, double lambda)
    {
        var least = c.DampsSmallerTwin && c.Rank == Math.Min(c.N, c.M) ? c.Least : 0;
        return ((c.Largest * c.Largest) + lambda) / ((least * least) + lambda);
    }
}
