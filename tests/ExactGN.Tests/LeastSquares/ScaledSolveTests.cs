namespace ExactGN.Tests;

/// <summary>Every strategy where the squares of ã's entries lie outside the dtype: the solution at scale 1, scaled,
/// or the true reason why there is none.</summary>
public sealed class ScaledSolveTests
{
    private static readonly Dictionary<string, Func<double, LeastSquaresSolver>> Strategies = new()
    {
        ["svd"] = _ => new TruncatedSvd(),
        ["svd, atol"] = scale => new TruncatedSvd(0, Atol: 0.4 * scale),
        ["qr"] = _ => new Qr(),
        ["cholesky"] = _ => new GramCholesky(),
        ["cholesky, in Gram"] = _ => new GramCholesky { RefineInGram = true },
        ["eigen"] = _ => new TruncatedGramEigen(),
        ["eigen, atol"] = scale => new TruncatedGramEigen(1e-2, Atol: 0.4 * scale),
        ["eigen in double"] = _ => new TruncatedGramEigen(InDouble: true),
        ["eigen in double, atol"] = scale => new TruncatedGramEigen(1e-2, Atol: 0.4 * scale, InDouble: true),
        ["mixed"] = _ => new MixedGramEigen(),
        ["mixed, atol"] = scale => new MixedGramEigen(1e-2, Atol: 0.4 * scale),
        ["rank revealing"] = _ => new RankRevealingGram(),
        ["wide or tall"] = _ => new WideOrTall(new GramCholesky(), new TruncatedGramEigen()),
        ["noisy"] = _ => new Noisy(new TruncatedGramEigen(), 0.1),
    };

    public static TheoryData<string, Precision, ExtremeScale> Cases => Over(Strategies.Keys);

    public static TheoryData<Precision, ExtremeScale> Scales => ScaleTests.Scales;

    [Theory, MemberData(nameof(Cases))]
    public void Every_strategy_solves_at_any_scale(string strategy, Precision precision, ExtremeScale extreme)
    {
        using var scope = NewDisposeScope();
        var factor = extreme.Of(precision);
        foreach (var transposed in (bool[])[false, true])
        {
            var (a, s) = Problem(precision, transposed);
            var expected = Strategies[strategy](1).Solve(a, s);

            var solution = Strategies[strategy](factor).Solve(factor * a, s);

            Assert.Equal(expected.Report.Rank, solution.Report.Rank);
            Assert.Equal(1, solution.Report.Condition / expected.Report.Condition, 1e4 * Ratio.Eps(precision.Dtype()));
            Assert.True(Ratio.Relative((solution.X.to(float64) * factor).to(precision.Dtype()), expected.X, 100) < 30);
        }
    }

    [Theory, MemberData(nameof(Scales))]
    public void Damping_in_the_units_of_the_matrix_is_solved_at_any_scale(Precision precision, ExtremeScale extreme)
    {
        using var scope = NewDisposeScope();
        if (precision == Precision.Double && extreme != ExtremeScale.One)
        {
            // λ = 10^±400 is in no range.
            return;
        }

        var (factor, (a, s)) = (extreme.Of(precision), Problem(precision, transposed: false));
        var expected = new Damped(0.1).Solve(a, s).X;

        var x = new Damped(0.1 * factor * factor).Solve(factor * a, s).X;

        Assert.True(Ratio.Relative((x.to(float64) * factor).to(precision.Dtype()), expected, 100) < 30);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Damping_far_above_the_matrix_is_gradient_descent(bool transposed)
    {
        using var scope = NewDisposeScope();
        foreach (var (precision, factor, lambda) in ((Precision, double, double)[])[
            (Precision.Single, 1e-30, 1e-3), (Precision.Double, 1e-200, 1e-3), (Precision.Double, 1e-200, 1e100)
        ])
        {
            var (a, s) = Problem(precision, transposed);
            var expected = a.mT.mm(s).to(float64) * (factor / lambda);

            var x = new Damped(lambda).Solve(factor * a, s).X;

            Assert.True(
                Ratio.Relative((x.to(float64) / (factor / lambda)).to(precision.Dtype()), a.mT.mm(s), 100) < 30,
                $"{precision} {factor} {lambda}: {expected.norm().item<double>()}");
        }
    }

    [Theory]
    [InlineData(Precision.Single, 1, 1, 1e39)]
    [InlineData(Precision.Single, 1, 1, 1e60)]
    [InlineData(Precision.Single, 1, 1, 1e78)]
    [InlineData(Precision.Single, 1, 1, 1e300)]
    [InlineData(Precision.Single, 1, 1, 1e308)]
    [InlineData(Precision.Single, 1e-30, 1, 1e20)]
    [InlineData(Precision.Single, 1e-30, 1e30, 1e300)]
    [InlineData(Precision.Double, 1, 1e-20, 1e300)]
    [InlineData(Precision.Double, 1e-200, 1, 1e300)]
    [InlineData(Precision.Double, 1e-300, 1, 1e20)]
    public void Damping_whose_answer_is_below_the_range_is_called_that(
        Precision precision, double matrix, double side, double lambda)
    {
        using var scope = NewDisposeScope();
        foreach (var transposed in (bool[])[false, true])
        {
            var (a, s) = Problem(precision, transposed);
            foreach (var solver in (LeastSquaresSolver[])[
                new Damped(lambda), new WideOrTall(new Damped(lambda), new Damped(lambda)),
                new Noisy(new Damped(lambda), 0.1),
            ])
            {
                var error = Assert.Throws<NumericalException>(() => solver.Solve(matrix * a, side * s));
                Assert.Equal(NumericalTrouble.NotRepresentable, error.Trouble);
                Assert.Says($"A least-squares solution must be representable in {precision.Dtype()}", error.Message);
            }
        }
    }

    [Theory]
    [InlineData(Precision.Single, 1e20, 1e30, 1e49)]
    [InlineData(Precision.Single, 1e35, 1e35, 1e80)]
    [InlineData(Precision.Double, 1e-100, 1e300, 1e300)]
    [InlineData(Precision.Double, 1e-300, 1e300, 1e100)]
    [InlineData(Precision.Double, 1, 1, 1e300)]
    public void Damping_beyond_the_range_is_solved_where_the_answer_is_within(
        Precision precision, double matrix, double side, double lambda)
    {
        using var scope = NewDisposeScope();
        foreach (var transposed in (bool[])[false, true])
        {
            // λ is so far above K that X = ãᵀs/λ to rounding.
            var (a, s) = Problem(precision, transposed);
            var expected = a.mT.mm(s);
            foreach (var solver in (LeastSquaresSolver[])[
                new Damped(lambda), new WideOrTall(new Damped(lambda), new Damped(lambda)),
            ])
            {
                var x = solver.Solve(matrix * a, side * s).X;
                var unit = x.to(float64) / matrix * (lambda / side);
                Assert.True(Ratio.Relative(unit.to(precision.Dtype()), expected, 100) < 30, $"{solver}");
            }
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void An_answer_out_of_range_is_called_that(string strategy, Precision precision, ExtremeScale extreme)
    {
        using var scope = NewDisposeScope();
        var (factor, (a, s)) = (extreme.Of(precision), Problem(precision, transposed: false));
        if (extreme == ExtremeScale.One)
        {
            return;
        }

        // X is of size 1/factor², 10^±60 or 10^±400.
        var error = Assert.Throws<NumericalException>(() => Strategies[strategy](factor).Solve(factor * a, s / factor));
        Assert.Equal(NumericalTrouble.NotRepresentable, error.Trouble);
        Assert.Says("A least-squares solution must be representable in", error.Message);
    }

    [Theory, InlineData(Precision.Single, 1e12), InlineData(
        Precision.Single, 1e-12), InlineData(Precision.Double, 1e80), InlineData(Precision.Double, 1e-80)]
    public void A_step_on_inputs_of_any_scale_is_that_of_scale_one(Precision precision, double factor)
    {
        using var scope = NewDisposeScope();
        using var model = ScaleTests.Network(precision, bias: false);
        using var generator = new Generator(17, CPU);
        Tensor Draw(int width) =>
            randn([2, width], dtype: float64, generator: generator).to(precision.Dtype(), Steering.Device);
        var (x, y) = (Draw(4), Draw(2));
        foreach (var solver in (LeastSquaresSolver[])[
            new TruncatedSvd(), new Qr(), new GramCholesky(), new TruncatedGramEigen(InDouble: true)
        ])
        {
            var method =
                new ReversibleGaussNewton(solver, new SquaredError(), Curvature.Exact) { MeasureDefect = true };
            using var expected = method.Step(model, x, y);

            // Without biases f(ax) = a·f(x), so features and error scale alike and Δ stays.
            using var step = method.Step(model, factor * x, factor * y);

            var condition = expected.Report.Halves.Max(half => half.Condition);
            Assert.Equal(
                1, step.Update.Norm() / expected.Update.Norm(), 1e3 * condition * Ratio.Eps(precision.Dtype()));
            Assert.Equal(
                1, step.Report.ErrorNorm / factor / expected.Report.ErrorNorm, 1e3 * Ratio.Eps(precision.Dtype()));
            Assert.InRange(step.Report.OutputDefect!.Value, 0, 1e3 * condition * Ratio.Eps(precision.Dtype()));
        }
    }

    [Theory, InlineData(Precision.Single, 1e15), InlineData(
        Precision.Single, 1e-15), InlineData(Precision.Double, 1e150), InlineData(Precision.Double, 1e-150)]
    public void A_step_out_of_range_that_lacks_rank_falls_back_at_unit_scale(Precision precision, double factor)
    {
        using var scope = NewDisposeScope();
        using var model = ScaleTests.Network(precision, bias: false);
        using var generator = new Generator(17, CPU);

        // Every sample twice: half the rank.
        Tensor Draw(int width) =>
            randn([2, width], dtype: float64, generator: generator).to(precision.Dtype(), Steering.Device).repeat(2, 1);
        var (x, y) = (Draw(4), Draw(2));
        var solver = new GramCholesky { FallbackSolver = new TruncatedSvd(1e-3) };
        var method = new ReversibleGaussNewton(solver, new SquaredError(), Curvature.Exact) { MeasureDefect = true };
        using var expected = method.Step(model, x, y);

        using var step = method.Step(model, factor * x, factor * y);

        Assert.All(expected.Report.Halves.Zip(step.Report.Halves), pair =>
        {
            Assert.Equal(pair.First.UsedFallback, pair.Second.UsedFallback);
            Assert.Equal(pair.First.Rank, pair.Second.Rank);
        });
        Assert.True(step.Report.UsedFallback);
        var condition = expected.Report.Halves.Max(half => half.Condition);
        Assert.Equal(1, step.Update.Norm() / expected.Update.Norm(), 1e3 * condition * Ratio.Eps(precision.Dtype()));
    }

    [Fact]
    public void Only_the_block_that_left_the_range_is_solved_again()
    {
        using var scope = NewDisposeScope();
        using var model = ScaleTests.Network(Precision.Single, bias: false);
        using var exact = ScaleTests.Network(Precision.Double, bias: false);
        using var generator = new Generator(17, CPU);
        var draw = randn([2, 6], dtype: float64, generator: generator);

        // x² alone is small: float32 cannot hold the squares of the first F's features, and float64 can.
        // The inverse network would recover x² from a state of size 1, with the rounding of that.
        draw.narrow(1, 2, 2).mul_(1e-25);
        using var expected = Step(exact, new(), float64);
        using var reads = new Devices.CountedReads();
        var solver = new CountedCholesky();

        using var step = Step(model, solver, float32);

        Assert.Equal(2, reads.Count);
        Assert.Equal(2 * model.Blocks.Count + 2, solver.Solved.Count);
        Assert.False(step.Report.UsedFallback);
        var condition = expected.Report.Halves.Max(half => half.Condition);
        Assert.All(step.Update.Deltas.Zip(expected.Update.Deltas), pair =>
            Assert.InRange(
                ((pair.First.to(float64) - pair.Second).norm() / pair.Second.norm()).ToDouble(),
                0,
                1e3 * condition * Ratio.Eps(float32)));

        GaussNewtonStep Step(RevMlp network, CountedCholesky solver, ScalarType dtype)
        {
            var (x, y) =
                (draw.narrow(1, 0, 4).to(dtype, Steering.Device), draw.narrow(1, 4, 2).to(dtype, Steering.Device));
            var method = new ReversibleGaussNewton(solver, new SquaredError(), Curvature.Exact) { KeepFeatures = true };
            return method.Step(network, x, y);
        }
    }

    [Theory, MemberData(nameof(Scales))]
    public void Two_systems_solved_at_once_each_say_whether_they_left_the_range(
        Precision precision, ExtremeScale extreme)
    {
        using var scope = NewDisposeScope();
        var (a, s) = Problem(precision, transposed: false);

        var (first, second) = new GramCholesky().DeferBoth(new(a, s), new(extreme.Of(precision) * a, s));

        Assert.False(Left(first));
        Assert.Equal(extreme != ExtremeScale.One, Left(second));
    }

    // K = 2¹⁶⁰·diag(1, 2⁻⁶⁰) is beyond float32.
    [Fact]
    public void What_is_cut_is_reported_in_the_units_of_the_matrix()
    {
        using var scope = NewDisposeScope();
        var a = diag(tensor([Math.ScaleB(1, 80), Math.ScaleB(1, 50)])).to(float32);

        var report = new TruncatedGramEigen().Solve(a, ones([2, 1])).Report;

        Assert.Equal(1, report.Rank);
        Assert.Equal(1, report.LargestCut / Math.ScaleB(1, 50), 1e-6);
    }

    [Theory, InlineData(1e-6), InlineData(1e6)]
    public void Damping_below_the_matrix_and_above_it_stays_in_the_range(double lambda)
    {
        using var scope = NewDisposeScope();
        var (a, s) = Problem(Precision.Double, transposed: false);

        Assert.False(Left(new Damped(lambda).Defer(a, s)));
    }

    [Theory, InlineData(0), InlineData(1e-2)]
    public void A_minimum_norm_step_whose_kernel_is_out_of_range_says_so(double rtol)
    {
        using var scope = NewDisposeScope();
        using var model = ScaleTests.Network(Precision.Single, bias: false);
        var (x, y) = (1e30 * eye(4, device: Steering.Device).narrow(0, 0, 2), zeros([2, 2], device: Steering.Device));
        foreach (var factor in (double[])[1, 1e-48])
        {
            var error = Assert.Throws<NumericalException>(
                () => new MinimumNormGaussNewton(new SquaredError(), Curvature.Exact) { Rtol = rtol }
                    .Step(model, (x.to(float64) * factor).to(float32), y));
            Assert.Begins("The kernel JJᵀ must be representable in Float32", error.Message);
        }
    }

    [Fact]
    public void A_tolerance_is_a_share_of_the_largest_singular_value()
    {
        Assert.Says(
            "must lie between 0 and 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => new TruncatedSvd(1.5)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TruncatedGramEigen(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new MinimumNormGaussNewton(new SquaredError(), Curvature.Exact) { Rtol = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TruncatedGramEigen() with { Rtol = 1e30 });
    }

    private sealed record CountedCholesky : LeastSquaresSolver
    {
        public List<long> Solved { get; } = [];

        public override bool AssumesFullRank => true;

        protected override DeferredSolution SolveCore(Tensor a, Tensor s)
        {
            Solved.Add(a.size(0));
            return new GramCholesky().Defer(a, s);
        }
    }

    private static bool Left(DeferredSolution solution) =>
        DeferredSolution.LeftTheRange(HostRead.Numbers(solution.Diagnostics));

    private static (Tensor A, Tensor S) Problem(Precision precision, bool transposed)
    {
        var recipe = new MatrixRecipe(transposed ? 9 : 5, transposed ? 5 : 9, 5, 10, 1, 2, 23);
        return (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));
    }

    private static TheoryData<string, Precision, ExtremeScale> Over(IEnumerable<string> names)
    {
        var cases = new TheoryData<string, Precision, ExtremeScale>();
        foreach (var name in names)
        {
            foreach (var precision in Enum.GetValues<Precision>())
            {
                foreach (var scale in Enum.GetValues<ExtremeScale>())
                {
                    cases.Add(name, precision, scale);
                }
            }
        }

        return cases;
    }
}
