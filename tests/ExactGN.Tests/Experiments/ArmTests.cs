namespace ExactGN.Experiments.Tests;

/// <summary>An arm is its text, and what is no arm's text is refused.</summary>
public sealed class ArmTests
{
    [Fact]
    public void An_arm_is_what_its_text_says()
    {
        Arm arm = "adam-then-gn-sigma-1e-6-h256-rate-3.16228e-1";

        Assert.Equal("adam", arm.Optimiser);
        Assert.Equal([new("then", null), new("gn", null), new("sigma", 1e-6), new("h", 256)], arm.Variations);
        Assert.Equal(0.316228, arm.Rate);
        Assert.Equal("adam-then-gn-sigma-1e-6-h256", arm.AtOwnRate.ToString());
        Assert.Equal(new Arm("adam").With("then").With("gn").With("sigma", 1e-6).With("h", 256).At(0.316227766), arm);
        Assert.Equal(0.25, Arm.Parse("mix-0.25").Share);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Gn")]
    [InlineData("gn\n")]
    [InlineData("../gn")]
    [InlineData("gn-")]
    [InlineData("gn--noisy")]
    [InlineData("gn noisy")]
    [InlineData("gn-σ-1")]
    [InlineData("gn-a٣")]
    [InlineData("gn-noisy2")]
    [InlineData("gn-h-256")]
    [InlineData("gn-sigma-0.010")]
    [InlineData("gn-sigma-0.000001")]
    [InlineData("gn-sigma-1E-06")]
    [InlineData("gn-sigma--1")]
    [InlineData("gn-rate-0.5")]
    [InlineData("gn-rate-3.1622777e-1")]
    public void What_is_no_arm_s_text_is_refused(string text) =>
        Assert.Contains($"got '{text}'", Assert.Throws<ArgumentException>(() => Arm.Parse(text)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("gn-rate")]
    [InlineData("gn-rate-5e-1-noisy")]
    [InlineData("gn-rate-5e-1-rate-5e-1")]
    [InlineData("gn-sigma-1e999")]
    [InlineData("gn-rate-1e999")]
    public void A_text_of_what_no_arm_has_is_refused(string text) =>
        Assert.Throws<ArgumentException>(() => Arm.Parse(text));

    [Theory]
    [InlineData("rate", 0.5)]
    [InlineData("", 0.5)]
    [InlineData("Noisy", 0.5)]
    [InlineData("h2", 0.5)]
    [InlineData("sigma", -1.0)]
    [InlineData("sigma", -0.0)]
    [InlineData("sigma", double.NaN)]
    [InlineData("sigma", double.PositiveInfinity)]
    [InlineData("sigma", double.MaxValue)]
    public void What_would_have_no_text_sets_no_arm_apart(string word, double number) =>
        Assert.Throws<ArgumentException>(() => new Arm("gn").With(word, number));

    [Fact]
    public void Arms_that_differ_in_anything_are_two()
    {
        Arm[] arms =
        [
            "gn", "rev", "gn-0.5", "gn-noisy", "gn-sigma-0.01", "gn-sigma-0.1", "gn-noisy-sigma-0.01",
            "gn-sigma-0.01-noisy", "gn-rate-5e-1", "gn-rate-6e-1", "gn-n32-h64", "gn-n64-h32",
        ];

        Assert.Equal(arms.Length, arms.ToHashSet().Count);
        Assert.Equal(arms.Length, arms.Select(arm => arm.ToString()).Distinct().Count());
    }

    [Fact]
    public void Every_arm_of_the_catalogues_is_its_text() => Assert.All(
        ExperimentCatalogue.Everything(Regimes.Of(Scale.Smoke)).SelectMany(experiment => experiment.Setting.Arms),
        run => Assert.Equal(run.Arm, Arm.Parse(run.Arm.ToString())));
}
