using ExactGN.Tests.Oracle;

namespace ExactGN.Tests;

/// <summary>What a step leaves alive, and what a fault is tied to.</summary>
public sealed class StepLeakTests
{
    private static readonly NetworkRecipe Recipe = new(
        HalfWidth: 4, Hidden: 20, Blocks: 3, Classes: 2, Samples: 4, Bias: true, LinearInput: true, Sigma: 0.1,
        Seed: 5);

    private static readonly Dictionary<string, LeastSquaresSolver> Named =
        new LeastSquaresSolver[]
        {
            new TruncatedSvd(),
            new Qr(),
            new GramCholesky(),
            new TruncatedGramEigen(1e-6),
            new Damped(1e-3),
        }.ToDictionary(solver => $"{solver}");

    public static TheoryData<string> Solvers => [.. Named.Keys];

    // The linear block's factors are made at the first step and stay the network's.
    private static NetworkCase BuildFactored()
    {
        var built = Recipe.Build();
        new ReversibleGaussNewton(new TruncatedSvd(), new SquaredError(), Curvature.Exact)
            .Step(built.Model, built.X, built.Targets)
            .Dispose();
        return built;
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void A_step_leaves_two_tensors_per_block_and_disposing_it_none(string solver)
    {
        using var built = BuildFactored();
        var method =
            new ReversibleGaussNewton(Named[solver], new SquaredError(), Curvature.Exact) { MeasureDefect = true };
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var step = method.Step(built.Model, built.X, built.Targets);

        Assert.Equal(before + 2 * Recipe.Blocks, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        step.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Fifty_steps_of_training_leave_nothing_behind()
    {
        using var built = BuildFactored();
        var method = new ReversibleGaussNewton(new GramCholesky(), new SquaredError(), Curvature.Exact);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 50; i++)
        {
            using var step = method.Step(built.Model, built.X, built.Targets);
            step.Update.ApplyTo(built.Model, 0.1);
            using var least = new MinimumNormGaussNewton(new SquaredError(), Curvature.Exact)
                .Step(built.Model, built.X, built.Targets);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_workspace_holds_what_one_step_needs_whatever_the_number_of_steps(bool keep)
    {
        using var built = BuildFactored();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var workspace = new Workspace())
        {
            var method = new ReversibleGaussNewton(new GramCholesky(), new SquaredError(), Curvature.Exact)
            {
                KeepFeatures = keep,
                MeasureDefect = true,
                Workspace = workspace,
            };
            for (var i = 0; i < 5; i++)
            {
                method.Step(built.Model, built.X, built.Targets).Dispose();
                // One for each ã that is alive at a time, one for a pull-back.
                Assert.Equal(
                    before + 1 + (keep ? 2 * Recipe.Blocks : 2), DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            }
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_step_that_fails_leaves_a_workspace_as_good_as_it_was(bool keep)
    {
        using var built = BuildFactored();
        using var workspace = new Workspace();
        var method = new ReversibleGaussNewton(new Qr(), new SquaredError(), Curvature.Exact)
        {
            KeepFeatures = keep,
            Workspace = workspace,
        };
        using var before = method.Step(built.Model, built.X, built.Targets);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var bad = full_like(built.X, double.NaN))
        {
            Assert.Throws<NumericalException>(() => method.Step(built.Model, bad, built.Targets));
        }

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        using var after = method.Step(built.Model, built.X, built.Targets);
        Assert.All(
            before.Update.Deltas.Zip(after.Update.Deltas),
            pair => Assert.True(pair.First.eq(pair.Second).all().ToBoolean()));
    }

    [Fact]
    public void A_workspace_that_was_disposed_is_refused()
    {
        using var built = BuildFactored();
        var workspace = new Workspace();
        workspace.Dispose();

        var method = new ReversibleGaussNewton(new Qr(), new SquaredError(), Curvature.Exact) { Workspace = workspace };
        Assert.Throws<ObjectDisposedException>(() => method.Step(built.Model, built.X, built.Targets));
        Assert.Throws<ObjectDisposedException>(() => method.Solve(built.Model, built.X, built.X));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void What_a_step_returns_is_not_touched_by_the_next_one(bool keep)
    {
        using var built = BuildFactored();
        using var workspace = new Workspace();
        foreach (var solver in Named.Values)
        {
            var method = new ReversibleGaussNewton(solver, new SquaredError(), Curvature.Exact)
            {
                KeepFeatures = keep,
                Workspace = workspace,
            };
            using var step = method.Step(built.Model, built.X, built.Targets);
            using var fresh = (method with { Workspace = null }).Step(built.Model, built.X, built.Targets);
            using var copies = new Update(step.Update.Deltas.Select(delta => delta.clone()));

            method.Step(built.Model, 2 * built.X, built.Targets).Dispose();

            Assert.All(
                step.Update.Deltas.Zip(copies.Deltas),
                pair => Assert.True(pair.First.eq(pair.Second).all().ToBoolean()));
            Assert.All(
                step.Update.Deltas.Zip(fresh.Update.Deltas),
                pair => Assert.True(pair.First.eq(pair.Second).all().ToBoolean()));
        }
    }

    [Fact]
    public void The_first_versions_rule_is_the_sweep_without_its_cross_term()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var built = BuildFactored();
        var (state, error) = (built.Model.Forward(built.X), built.Gaussian(built.X.size(1), stream: 1));
        using var first = FirstVersionRule.Solve(built.Model, state, error, new TruncatedSvd()).Direction;
        using var sweep = new Update(
            new PlainSweep(built.Model) { RightOfG = (m, _) => m.S.Second, Scale = _ => 1 }.Run(state, error));

        Assert.InRange(
            Ratio.Relative(first.Flatten(built.Model), sweep.Flatten(built.Model), built.X.size(1)),
            0,
            Verdict.Threshold);
    }
}
