using System.Globalization;
using ExactGN.Tests.Oracle;

namespace ExactGN.Tests;

/// <summary>theory/equations.md and theory/differences.md lead from words to code, claims and tests; these tests keep
/// them from leading astray.</summary>
[Trait("Needs", "Sources")]
public sealed class TheoryPageTests
{
    private static readonly string[] Chapters =
        ["Calculus", "Chain", "Couplings", "GaussNewton", "Kernels", "LeastSquares", "Losses", "Networks"];

    private static readonly TheoryPage Equations = TheoryPage.Read("equations.md");

    private static readonly TheoryPage Differences = TheoryPage.Read("differences.md");

    [Fact]
    public void Whatever_the_pages_name_is_there()
    {
        Assert.Empty(Equations.Strays());
        Assert.Empty(Differences.Strays());
    }

    [Fact]
    public void Every_equation_has_code_and_claims()
    {
        Assert.NotEmpty(Equations.Rows);
        Assert.All(Equations.Rows, row => Assert.True(row.Code.Count > 0 && row.Claims.Count > 0, row.Text));
    }

    [Fact]
    public void Every_public_type_of_the_librarys_chapters_has_an_equation()
    {
        var sources = Directory.GetFiles(Repository.PathOf("src", "ExactGN"), "*.cs", SearchOption.AllDirectories)
            .Select(path => (Folder: Path.GetFileName(Path.GetDirectoryName(path)!), Text: File.ReadAllText(path)))
            .ToArray();
        var named = Equations.Rows.SelectMany(row => row.Code).ToHashSet();
        var missing =
            from type in typeof(RevMlp).Assembly.GetExportedTypes()
            where !type.IsNested && !named.Contains(type)
            let folder = sources.FirstOrDefault(source => TheoryLink.Declares(source.Text, type.Name)).Folder
            where folder is null || Chapters.Contains(folder)
            select $"{type.Name} ({folder ?? "declared nowhere"}) needs a row in theory/equations.md";

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_difference_has_code_and_a_claim_or_test_that_shows_it()
    {
        Assert.NotEmpty(Differences.Rows);
        Assert.All(
            Differences.Rows,
            row => Assert.True(row.Code.Count > 0 && row.Claims.Count + row.Tests.Count > 0, row.Text));
    }

    [Theory]
    [InlineData(
        "[`Update`](../src/ExactGN/GaussNewton/Updates.cs)", "../src/ExactGN/GaussNewton/Updates.cs is no file")]
    [InlineData(
        "[`Updates`](../src/ExactGN/Networks/Update.cs)",
        "../src/ExactGN/Networks/Update.cs declares no type `Updates`")]
    [InlineData(
        "[`Update`](../src/ExactGN/GaussNewton/GaussNewtonStep.cs)",
        "../src/ExactGN/GaussNewton/GaussNewtonStep.cs declares no type `Update`")]
    [InlineData(
        "[the update](../src/ExactGN/Networks/Update.cs)",
        "../src/ExactGN/Networks/Update.cs declares no type the update")]
    [InlineData("[`Update.Apply`](../src/ExactGN/Networks/Update.cs)", "Update has no member Apply")]
    [InlineData(
        "[`UpdateTests`](../tests/ExactGN.Tests/GaussNewton/UpdateTests.cs#No_such_test)",
        "UpdateTests has no member No_such_test")]
    [InlineData("[data](data.md#no-such-heading)", "data.md#no-such-heading: there is no such heading")]
    [InlineData("GN-1 and GN-999", "GN-999 is no claim")]
    [InlineData("GM-1", "GM-1 is no claim")]
    [InlineData(
        "| a | b |\n|---|---|\n| the norm |x| | 1 |\n", "a row has other cells than its head: | the norm |x| | 1 |")]
    [InlineData(
        "* *Code:* a.\n  *Shown by:* GN-1.\n* *Code:* b.\n",
        "an item has other fields than the first of its list: * *Code:* b.")]
    public void What_is_not_there_is_named(string text, string stray) =>
        Assert.Equal([stray], new TheoryPage(text).Strays());

    [Theory]
    [InlineData("[`Update`](../src/ExactGN/Networks/Update.cs), [`Update.ApplyTo`](../src/ExactGN/Networks/Update.cs)")]
    [InlineData("[`PushForward.Jvp`](../src/ExactGN/Calculus/PushForward.cs), an extension")]
    [InlineData("[`PublishedRun.Blocks`](../src/ExactGN.Experiments/Published/PublishedRun.cs), internal")]
    [InlineData("[data](data.md#published-configuration-files), [a page](https://arxiv.org/abs/2411.07979)")]
    [InlineData("GN-1 on CIFAR-10\n\n| a | b |\n|---|---|\n| GN-2 | 1 |\n")]
    [InlineData("* *Code:* a.\n  *Shown by:* GN-1.\n* *Code:* b\n  and c.\n  *Shown by:* GN-2.\n\n* *Here:* d.\n")]
    public void What_is_there_is_passed(string text) => Assert.Empty(new TheoryPage(text).Strays());

    [Fact]
    public void Rows_are_read_from_all_tables_without_their_heads()
    {
        var page = new TheoryPage(
            "| GN-1 | b |\n|---|---|\n| GN-2 | [`Update`](../src/ExactGN/Networks/Update.cs) |\n\nGN-3\n\n| c |\n"
            + "|---|\n| GN-4, GN-5 |\n");

        Assert.Equal([["GN-2"], ["GN-4", "GN-5"]], page.Rows.Select(row => row.Claims));
        Assert.Equal([typeof(Update)], page.Rows.SelectMany(row => row.Code));
    }

    [Fact]
    public void Items_with_fields_are_read_from_all_lists_and_others_are_not()
    {
        var page = new TheoryPage("""
            * *Here:* GN-1
              and more.
              *Code:* [`Update`](../src/ExactGN/Networks/Update.cs).
            * *Here:* GN-2.
              *Code:* none.

            * GN-3

            * **GN-4** *holds*,
              as GN-5.
              *Code:* none.

            """);

        Assert.Equal([["GN-1"], ["GN-2"], ["GN-4", "GN-5"]], page.Rows.Select(row => row.Claims));
        Assert.Equal([typeof(Update)], page.Rows[0].Code);
        Assert.Equal([("Here", "GN-2."), ("Code", "none.")], page.Rows[1].Fields);
        Assert.Equal(("", "GN-1 and more."), (page.Rows[0].Lead, page.Rows[0].Fields[0].Words));
        Assert.Equal("**GN-4** *holds*, as GN-5.", page.Rows[2].Lead);
    }

    [Fact]
    public void The_figures_of_the_first_version_are_those_of_the_reference_values()
    {
        var misses = ((string[])["case02", "case05", "case06"])
            .Select(OracleFixtures.Case)
            .Select(reference => Miss(reference, reference.FirstVersionUpdateResponse!));
        var runs = OracleFixtures.Trajectory.Runs.ToDictionary(run => run.Name, run => run.Curves["train_loss"][^1]);

        Assert.Says(
            Said($"it misses Lε_x by {100 * misses.ElementAt(0):0.0} %, {100 * misses.ElementAt(1):0.0} % and ")
                + Said($"{100 * misses.ElementAt(2):0} % in cases 02, 05 and 06"),
            Differences.Words);
        Assert.Says(Said($"the training loss is {runs["gn_full_first_version_rtol1e-2"]:0.0000}, ")
            + Said($"by whole blocks {runs["gn_full_rtol1e-2"]:0.0000}"), Differences.Words);
    }

    [Fact]
    public void The_figures_of_deficient_steps_are_those_of_the_reference_values()
    {
        var misses = Enumerable.Range(10, 7)
            .Select(i => OracleFixtures.Case($"case{i}"))
            .Select(reference => Miss(reference, reference.UpdateResponse!))
            .ToArray();

        Assert.Says(
            Said(
                $"its own updates miss Lε_x by {100 * misses.Min():0} % to {100 * misses.Max():0} % in cases 10 to 16"),
            Differences.Words);
    }

    [Fact]
    public void The_figures_of_the_averaged_damping_are_those_of_the_reference_values()
    {
        const double lambda = 0.1;
        var cases = Enumerable.Range(1, 16)
            .Select(i => OracleFixtures.Case($"case{i:00}"))
            .Where(reference => reference.Config.Loss != OracleLoss.MeanSquaredError)
            .ToArray();
        var differences = cases.Select(Difference).ToArray();

        Assert.Says(
            Said($"on the logits of the softmax cases it differs from (H + λI)⁻¹g by {100 * differences.Min():0} % ")
                + Said($"to {100 * differences.Max():0} % at λ = {lambda}"),
            Differences.Words);

        double Difference(OracleCase reference)
        {
            using var scope = NewDisposeScope();
            var (loss, outputs, targets) =
                (new SoftmaxCrossEntropy(), reference.ProjectedOutput!.ToTensor(), reference.Target!.ToTensor());
            var own = loss.NewtonDirection(outputs, targets, Curvature.Damped(lambda));
            var mean = linalg.inv(loss.Hessian(outputs) + lambda * eye(outputs.size(1), dtype: outputs.dtype))
                .mean([0]);
            return ((loss.Gradient(outputs, targets).mm(mean) - own).norm() / own.norm()).item<double>();
        }
    }

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // ‖JΔ − Lε_x‖/‖Lε_x‖
    private static double Miss(OracleCase reference, OracleArray response)
    {
        using var scope = NewDisposeScope();
        var wanted = reference.Config.Network.Blocks * reference.Epsilon!.ToTensor();
        return ((response.ToTensor() - wanted).norm() / wanted.norm()).item<double>();
    }
}
