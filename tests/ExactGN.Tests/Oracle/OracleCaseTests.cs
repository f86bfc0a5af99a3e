namespace ExactGN.Tests.Oracle;

public sealed class OracleCaseTests
{
    public static TheoryData<string> Cases => [.. Enumerable.Range(1, 16).Select(i => $"case{i:00}")];

    public static TheoryData<string> CasesWithFirstVersion => ["case02", "case05", "case06", "case15"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_quantity_agrees_with_the_reference(string id)
    {
        var reference = OracleFixtures.Case(id);

        var result = CrossCheck.Run(reference);

        Assert.Equal(id, result.Name);
        Assert.Equal(reference.FullRowRank is true ? 1e-12 : 1e-9, result.Tolerance);
        Assert.True(result.Agrees, Describe(result));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_changed_number_is_seen_in_the_quantity_it_belongs_to(string id)
    {
        var reference = OracleFixtures.Case(id);
        var tolerance = reference.FullRowRank is true ? 1e-12 : 1e-9;
        var shifted = reference with { Loss = reference.Loss * (1 + 10 * tolerance) };

        var result = CrossCheck.Run(shifted);

        Assert.False(result.Agrees);
        Assert.Equal(
            ["loss"], result.Differences.Where(entry => entry.Difference > tolerance).Select(entry => entry.Quantity));
    }

    [Theory]
    [MemberData(nameof(CasesWithFirstVersion))]
    public void The_half_layer_rule_gives_the_first_versions_updates_and_not_the_exact_ones(string id)
    {
        using var scope = NewDisposeScope();
        var reference = OracleFixtures.Case(id);
        using var model = reference.ToModel();
        var state = model.Forward(reference.Input.ToTensor());
        var solver = new TruncatedSvd(reference.Config.Rtol, reference.Config.Atol);

        using var update = FirstVersionRule.Solve(model, state, reference.Epsilon!.ToTensor(), solver).Direction;

        Assert.InRange(
            CrossCheck.PerHalf(update, reference.FirstVersionUpdates!),
            0,
            reference.FullRowRank is true ? 1e-12 : 1e-9);
        var response = model.ParameterJvp(reference.Input.ToTensor(), update);
        var theirs = reference.FirstVersionUpdateResponse!.ToTensor();
        Assert.InRange(((response - theirs).norm() / theirs.norm()).item<double>(), 0, 1e-12);
        // At W's standard deviation 10⁻³ the cross term is about 10⁻³ of the update; at 0.05 and above, per cents.
        Assert.True(
            CrossCheck.PerHalf(update, reference.Updates!) > 1e-5, "the erratum must differ from the corrected rule");
    }

    public static TheoryData<string, string> Partial => new()
    {
        // the results that a case holds, what is compared
        { "target updates", "updates" },
        { "epsilon updates", "updates" },
        { "epsilon update_response block_output_tangents", "pull_back response" },
        { "output", "forward" },
        { "projected_output", "forward" },
        { "reconstructed_input", "inverse" },
        { "target loss", "loss" },
        { "target epsilon", "epsilon" },
        { "target loss_gradient loss_after_step", "gradient loss_after_step" },
    };

    [Theory, MemberData(nameof(Partial))]
    public void A_case_may_hold_some_of_the_results_alone(string keys, string compared)
    {
        foreach (var id in (string[])["case02", "case11"])
        {
            using var file = PartialCase.Of(id, ["config", "params", "u_proj", "x", .. keys.Split(' ')]);

            var result = CrossCheck.Run(OracleCase.Load(file.Path));

            Assert.Equal(compared.Split(' '), result.Differences.Select(entry => entry.Quantity));
            Assert.Equal(Path.GetFileNameWithoutExtension(file.Path), result.Name);
            Assert.True(result.Agrees, Describe(result));
            // The rank is found where there is a step and the case does not say it.
            Assert.Equal(
                id == "case11"
                && (keys.Contains("target", StringComparison.Ordinal)
                    || keys.Contains("epsilon", StringComparison.Ordinal))
                    ? 1e-9
                    : 1e-12,
                result.Tolerance);
        }
    }

    [Fact]
    public void A_wrong_number_in_a_case_that_holds_a_step_alone_is_seen()
    {
        using var file = PartialCase.Of("case02", ["config", "params", "u_proj", "x", "epsilon", "updates"]);
        var reference = OracleCase.Load(file.Path);

        var result = CrossCheck.Run(reference with { Updates = [.. reference.Updates!.Reverse()] });

        Assert.False(result.Agrees);
    }

    [Fact]
    public void A_difference_that_is_not_a_number_is_no_agreement() =>
        Assert.False(new CrossCheckResult("nan", 1e-9, [new("forward", double.NaN), new("loss", 0)]).Agrees);

    [Fact]
    public void A_case_leaves_no_live_tensor_behind()
    {
        var reference = OracleFixtures.Case("case05");
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        CrossCheck.Run(reference);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    internal static string Describe(CrossCheckResult result) =>
        $"{result.Name} must agree within {result.Tolerance:g2}: {result.Skipped}{string.Join(", ", result.Differences.Select(entry => $"{entry.Quantity} {entry.Difference:g3}"))}";
}
