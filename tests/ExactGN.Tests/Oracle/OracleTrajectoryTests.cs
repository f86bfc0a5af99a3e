namespace ExactGN.Tests.Oracle;

[Trait("Category", "Full")]
public sealed class OracleTrajectoryTests
{
    [Theory]
    [InlineData("gn_full_rtol1e-2")]
    [InlineData("gn_full_rtol1e-10")]
    [InlineData("gn_minibatch128_rtol1e-2")]
    [InlineData("sgd_full")]
    [InlineData("adam_full")]
    public void Every_curve_agrees_with_the_reference_over_all_steps(string name)
    {
        var run = Run(name);

        var result = TrajectoryReplay.Run(OracleFixtures.Trajectory, run);

        Assert.Equal(30, run.Steps);
        Assert.Equal(run.Curves.Keys, result.Differences.Select(entry => entry.Quantity));
        Assert.True(result.Agrees, OracleCaseTests.Describe(result));
    }

    [Fact]
    public void The_half_layer_rule_follows_the_first_versions_curves_and_the_exact_rule_does_not()
    {
        var run = Run("gn_full_first_version_rtol1e-2");

        var result = TrajectoryReplay.Run(OracleFixtures.Trajectory, run, FirstVersionRule.Training(run));

        Assert.True(result.Agrees, OracleCaseTests.Describe(result));
        var exact = Run("gn_full_rtol1e-2").Curves["train_loss"];
        Assert.True(
            Math.Abs(exact[^1] - run.Curves["train_loss"][^1]) > 1e-6 * exact[^1],
            "the two versions' curves must differ for this check to mean anything");
    }

    [Theory]
    [InlineData("gn_full_rtol0", "not reproducible")]
    [InlineData("gn_full_first_version_rtol1e-2", "not part of the library")]
    public void A_run_that_is_not_replayed_says_why(string name, string reason)
    {
        var result = TrajectoryReplay.Run(OracleFixtures.Trajectory, Run(name));

        Assert.Contains(reason, result.Skipped, StringComparison.Ordinal);
        Assert.False(result.Agrees);
        Assert.Empty(result.Differences);
    }

    [Fact]
    public void A_curve_that_is_off_in_its_last_entry_is_seen()
    {
        var run = Run("sgd_full");
        double[] losses = [.. run.Curves["test_loss"]];
        losses[^1] *= 1 + 1e-8;
        var shifted =
            run with { Curves = new Dictionary<string, IReadOnlyList<double>>(run.Curves) { ["test_loss"] = losses } };

        var result = TrajectoryReplay.Run(OracleFixtures.Trajectory, shifted);

        Assert.Equal(
            ["test_loss"],
            result.Differences.Where(entry => entry.Difference > result.Tolerance).Select(entry => entry.Quantity));
    }

    private static TrajectoryRun Run(string name) => OracleFixtures.Trajectory.Runs.Single(run => run.Name == name);
}
