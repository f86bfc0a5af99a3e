using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ExactGN.Tests;

namespace ExactGN.Experiments.Tests;

/// <summary>theory/preregistration.md, and the catalogue that has to be what it says.</summary>
public sealed class PreregistrationTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("theory/preregistration.md"));

    private static readonly IReadOnlyList<Experiment> Primaries =
        [.. BeyondCatalogue.All().Where(experiment => experiment.Standing == Standing.Primary)];

    // The page's own table: | id | primary reading | arms | d | test | seeds |
    private static readonly string[][] Table =
    [
        .. from line in Page.ReplaceLineEndings("\n").Split('\n')
           where line.StartsWith("| BEY-", StringComparison.Ordinal)
           select line.Split('|', StringSplitOptions.TrimEntries)[1..^1],
    ];

    [Fact]
    public void The_page_has_the_words_of_the_one_whose_commit_the_reports_name()
    {
        Assert.Equal(Preregistration.Sum, Sum(Page));
        Assert.NotEqual(Preregistration.Sum, Sum(Page.Replace("two-sided", "one-sided", StringComparison.Ordinal)));
        Assert.Matches("^[0-9a-f]{7,40}$", Preregistration.Commit);
    }

    [Fact]
    public void The_commit_that_the_reports_name_has_the_page()
    {
        if (Committed() is { } text)
        {
            Assert.Equal(Preregistration.Sum, Sum(text));
        }
    }

    [Fact]
    public void The_family_is_what_the_page_s_table_lists()
    {
        Assert.Equal(BeyondCatalogue.Family, Table.Select(row => row[0]));
        Assert.Equal(BeyondCatalogue.Family, Primaries.Select(experiment => experiment.Id));
    }

    [Fact]
    public void Every_primary_has_the_page_s_test_seeds_and_reading() => Assert.All(Table, row =>
    {
        var experiment = Primaries.Single(candidate => candidate.Id == row[0]);
        var primary = Assert.Single(experiment.Criteria);

        Assert.Equal(row[4], primary.Test.Name);
        Assert.Equal(
            Enumerable.Range(42, int.Parse(row[5], CultureInfo.InvariantCulture)), experiment.Seeds!);
        Assert.StartsWith(primary.Curve.Name, row[1], StringComparison.Ordinal);
        Assert.EndsWith(
            primary.Reading.Name.Replace("after the last epoch", "last epoch", StringComparison.Ordinal),
            row[1],
            StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("BEY-1", "gn", "adam", true)]
    [InlineData("BEY-2", "mn-ce", "adam-ce", false)]
    [InlineData("BEY-4", "mix-1", "mix-0", true)]
    [InlineData("BEY-5", "rev", "rev-inverse", true)]
    [InlineData("BEY-6", "mn", "adam", false)]
    [InlineData("BEY-7", "rev-a3", "adam-a3", false)]
    [InlineData("BEY-8", "mn", "adam", false)]
    public void Primaries_compare_the_arms_that_the_page_names_on_its_side(
        string id, string subject, string rival, bool larger)
    {
        var primary = Primaries.Single(experiment => experiment.Id == id).Criteria[0];

        Assert.Equal(((Arm)subject, (Arm)rival, 1.0), (primary.Subject, primary.Rival, primary.Factor));
        Assert.Equal(larger ? Comparison.LargerByFactor : Comparison.SmallerByFactor, primary.Comparison);
    }

    [Fact]
    public void The_third_question_compares_two_gaps_at_one_batch_size()
    {
        var primary = Assert.IsType<GapChange>(Primaries.Single(experiment => experiment.Id == "BEY-3").Criteria[0]);

        Assert.Equal(["rev-n32-h64", "mn-n32-h64", "rev-n32-h512", "mn-n32-h512"], primary.ComparedArms);
    }

    [Fact]
    public void Corners_are_four_and_the_primary_s_comes_first()
    {
        var corners = Named("BEY-2");
        Assert.Equal(
            [(64, false), (64, true), (256, false), (256, true)],
            corners.Select(corner => corner.Setting.Arms[0].Model)
                .Select(model => (model.Hidden!.Value, model.LinearInputBlock)));
        Assert.Equal(
            [Standing.Primary, Standing.Exploration, Standing.Exploration, Standing.Exploration],
            corners.Select(corner => corner.Standing));
        Assert.All(corners, corner =>
        {
            var arms = corner.Setting.Arms;
            Assert.Equal(12, arms.Count);
            Assert.All(arms, arm => Assert.Equal(
                (64, 32, 1000, ScalarType.Float64), (arm.Epochs, arm.BatchSize, arm.TrainSamples, arm.Dtype)));
            Assert.Equal(6, arms.Count(arm => arm.Optimiser is GaussNewtonOptions));
            Assert.Equal(
                [0.1, 0.1],
                arms.Select(arm => arm.Optimiser).OfType<GaussNewtonOptions>().Select(step => step.Curvature)
                    .OfType<Curvature.DampedCurvature>().Select(damped => damped.Lambda));
            // Every arm is searched, and once.
            Assert.Equal(arms.Select(arm => $"{arm.Arm}").Order(), corner.TunedArms.Select(arm => $"{arm}").Order());
        });
    }

    [Fact]
    public void The_map_has_twelve_cells_of_equal_updates()
    {
        var experiment = Named("BEY-3").Single();

        Assert.Equal(
            from n in (int[])[8, 32, 128] from h in (int[])[64, 128, 256, 512] select (n, h),
            experiment.Map!.Cells.Select(cell => (cell.BatchSize, cell.Hidden)).Order());
        Assert.All(
            experiment.Setting.Arms,
            arm => Assert.InRange(arm.Epochs * ((1000 + arm.BatchSize - 1) / arm.BatchSize), 500, 512));
        Assert.Equal(12, experiment.RateGroups.Count);
    }

    [Fact]
    public void Mixtures_are_five_and_four_of_them_follow_the_reversible_step_s_rate()
    {
        var experiment = Named("BEY-4").Single();

        Assert.Equal([0, 0.25, 0.5, 0.75, 1], experiment.Setting.Arms.Select(
            arm => ((GaussNewtonOptions)arm.Optimiser).RightInverse.ReversibleShare));
        var group = Assert.Single(experiment.RateGroups);
        Assert.Equal(["mix-1"], group.Arms);
        Assert.Equal(["mix-0", "mix-0.25", "mix-0.5", "mix-0.75"], group.Followers.Keys.OrderBy(arm => arm.Share));
        Assert.All(group.Followers.Values, leader => Assert.Equal("mix-1", leader));
    }

    [Fact]
    public void Noise_arms_differ_from_the_clean_ones_in_their_labels_alone()
    {
        var arms = Named("BEY-5").Single().Setting.Arms;
        var noisy = arms.Where(arm => arm.LabelNoise > 0).ToArray();

        Assert.Equal(4, noisy.Length);
        Assert.All(noisy, arm => Assert.Equal(
            arms.Single(clean => clean.Arm.With("noisy") == arm.Arm) with { Arm = arm.Arm, LabelNoise = 0.2 }, arm));
        Assert.Equal([33, 33], arms.Where(arm => arm.AverageFrom is not null).Select(arm => arm.AverageFrom!.Value));
        Assert.All(
            arms.Where(arm => arm.Schedule.Kind == ScheduleKind.Inverse),
            arm => Assert.Equal(8, arm.Schedule.HalvedAfter));
    }

    [Fact]
    public void On_MNIST_the_widths_give_an_eighth_and_a_half()
    {
        Assert.All(Named("BEY-6").Zip((double[])[1.0 / 8, 0.5]), pair => Assert.All(pair.First.Setting.Arms, arm =>
        {
            Assert.Equal(pair.Second, arm.BatchSize / (double)arm.Model.Hidden!.Value);
            Assert.Equal(("mnist", 10_000, 5000, 12), (arm.Data, arm.TrainSamples, arm.Split.Validation, arm.Epochs));
        }));
        Assert.All(Named("BEY-6"), experiment => Assert.Equal(4, Assert.Single(experiment.RateGroups).Epochs));
    }

    [Fact]
    public void Output_scales_are_four_and_the_ceiling_has_no_rate()
    {
        var experiment = Named("BEY-7").Single();
        var scaled = experiment.Setting.Arms.Where(arm => arm.Optimiser is not KernelRidgeOptions).ToArray();

        Assert.Equal([1, 3, 10, 100], scaled.Select(arm => arm.OutputScale).Distinct().Order());
        Assert.Equal(16, scaled.Length);
        Assert.All(
            scaled,
            arm => Assert.Equal((256, (Loss)new SquaredError(), 2), (arm.TrainSamples, arm.Loss, arm.Measures!.Every)));
        Assert.All(
            scaled.Where(arm => arm.Optimiser is AdamOptions),
            arm => Assert.Equal(3e-3, arm.LearningRate * arm.OutputScale, 12));
        Assert.Equal(["krr"], experiment.Fixed);
    }

    [Fact]
    public void Other_architectures_have_places_with_and_without_full_row_rank()
    {
        var places = Named("BEY-8");

        Assert.Equal(
            [("rev-conv", 256), ("rev-mixer", 256), ("rev-conv", 64), ("rev-mixer", 64)],
            places.Select(place => place.Setting.Arms[0].Model)
                .Select(model => (Architectures.NameOf(model), model.Hidden!.Value)));
        Assert.Equal(
            [Standing.Primary, Standing.Exploration, Standing.Exploration, Standing.Exploration],
            places.Select(place => place.Standing));
        Assert.All(places, place => Assert.Equal(["rev", "mn", "adam"], Assert.Single(place.RateGroups).Arms));
        Assert.All(places.SelectMany(place => place.Setting.Arms), arm =>
        {
            var size = new NetworkSize(arm.Model);
            Assert.Equal(
                (32, 1000, ScalarType.Float64, 10),
                (arm.BatchSize, arm.TrainSamples, arm.Dtype, arm.Model.Classes!.Value));
            Assert.Equal(arm.Model is RevConvNetOptions ? [128, 128] : [256, 128], size.RowsOf(arm.BatchSize));
            // Adam and the minimum-norm step solve for no half-coupling.
            HalfSolver? solver = arm.Arm != "rev" ? null
                : arm.Model.Hidden == 256 ? new HalfSolver.Untruncated()
                : new HalfSolver.Truncated();
            Assert.Equal(
                solver, ((arm.Optimiser as GaussNewtonOptions)?.RightInverse as RightInverse.Reversible)?.Solver);
        });
        Assert.Equal(8224, (int)new NetworkSize(places[0].Setting.Arms[0].Model).Weights);
    }

    [Fact]
    public void Fewer_epochs_are_no_preregistered_run()
    {
        Assert.True(Of(_ => _).IsAsPreregistered(Primaries[0]));
        Assert.False(Of(options => options with { Epochs = 2 }).IsAsPreregistered(Primaries[0]));
        Assert.False(Of(options => options with { Seeds = [42, 43] }).IsAsPreregistered(Primaries[0]));
        Assert.False(Of(options => options with { Dtype = ScalarType.Float64 }).IsAsPreregistered(Primaries[0]));

        static Reproduction Of(Func<ReproductionOptions, ReproductionOptions> change) =>
            new(change(new("nowhere", null, "cpu", null) { Experiments = ["BEY-1"] }));
    }

    private static IReadOnlyList<Experiment> Named(string id) =>
        [.. BeyondCatalogue.All().Where(
            experiment => experiment.Id == id || experiment.Id.StartsWith(id + "-", StringComparison.Ordinal))];

    private static string Sum(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PageText.Joined(text))));

    // Null where there is no git, no repository, or no history as far back.
    private static string? Committed()
    {
        try
        {
            using var git = Process.Start(
                new ProcessStartInfo("git", ["show", $"{Preregistration.Commit}:theory/preregistration.md"])
                {
                    WorkingDirectory = Repository.PathOf("."),
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    StandardOutputEncoding = Encoding.UTF8,

                    // What a partial clone lacks is not fetched, and nobody is asked for a password.
                    Environment = { ["GIT_NO_LAZY_FETCH"] = "1", ["GIT_TERMINAL_PROMPT"] = "0" },
                })!;
            var (text, _) = (git.StandardOutput.ReadToEndAsync(), git.StandardError.ReadToEndAsync());
            if (!git.WaitForExit(TimeSpan.FromMinutes(1)))
            {
                git.Kill(entireProcessTree: true);
                return null;
            }

            return git.ExitCode == 0 ? text.Result : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
