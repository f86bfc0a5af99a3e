namespace ExactGN.Tests;

/// <summary>Each rule of the options is one clear sentence with the offending value in it.</summary>
public sealed class RevMlpOptionsTests
{
    private static readonly RevMlpOptions Good = new() { Features = 6, Hidden = 5, Blocks = 2, Classes = 3 };

    private static readonly Dictionary<string, RevMlpOptions> Broken = new()
    {
        ["Features must be even and positive, at most 16777216, got 5."] = Good with { Features = 5 },
        ["Features must be even and positive, at most 16777216, got 0."] = Good with { Features = 0, Classes = null },
        ["Features must be even and positive, at most 16777216, got -2."] = Good with { Features = -2, Classes = null },
        ["Hidden must be positive, at most 16777216, or null for no projection, got 0."] = Good with { Hidden = 0 },
        ["Hidden must be positive, at most 16777216, or null for no projection, got -1."] = Good with { Hidden = -1 },
        ["A network needs at least one block and has 1000000 at most, got Blocks = 0."] = Good with { Blocks = 0 },
        ["A network needs at least one block and has 1000000 at most, got Blocks = -3."] = Good with { Blocks = -3 },
        ["Classes must be positive, or null for no read-out, got 0."] = Good with { Classes = 0 },
        ["An orthonormal read-out cannot be wider than the state, got Classes = 7 and Features = 6."] =
            Good with { Classes = 7 },
        ["InitialSigma must be finite and not negative, got NaN."] = Good with { InitialSigma = double.NaN },
        ["InitialSigma must be finite and not negative, got Infinity."] =
            Good with { InitialSigma = double.PositiveInfinity },
        ["InitialSigma must be finite and not negative, got -0.001."] = Good with { InitialSigma = -1e-3 },
    };

    public static TheoryData<string> Sentences => [.. Broken.Keys];

    [Theory, MemberData(nameof(Sentences))]
    public void A_broken_rule_is_named_with_its_value(string sentence)
    {
        var options = Broken[sentence];
        Assert.Ends(sentence, Assert.Throws<ArgumentException>(options.Validated).Message);
        Assert.Ends(sentence, Assert.Throws<ArgumentException>(() => new RevMlp(options)).Message);
    }

    [Theory]
    [InlineData(2, 1, 1, 2, 0.0)]
    [InlineData(2, null, 1, 1, 0.0)]
    [InlineData(6, 1, 3, null, 1e300)]
    public void Options_at_the_edge_of_their_rules_are_accepted(
        int features, int? hidden, int blocks, int? classes, double sigma)
    {
        var options = Good with
        {
            Features = features,
            Hidden = hidden,
            Blocks = blocks,
            Classes = classes,
            InitialSigma = sigma,
        };
        Assert.Same(options, options.Validated());
        using var model = new RevMlp(options);
        Assert.Equal(blocks, model.Blocks.Count);
    }

    [Fact]
    public void The_largest_sizes_are_accepted_and_no_larger_ones()
    {
        Accepted(Good with { Features = RevMlpOptions.MostWidth });
        Accepted(Good with { Hidden = RevMlpOptions.MostWidth });
        Accepted(Good with { Blocks = RevMlpOptions.MostBlocks });
        Refused("got 16777218", Good with { Features = RevMlpOptions.MostWidth + 2 });
        Refused("got 16777217", Good with { Hidden = RevMlpOptions.MostWidth + 1 });
        Refused("got Blocks = 1000001", Good with { Blocks = RevMlpOptions.MostBlocks + 1 });

        static void Accepted(RevMlpOptions options) => Assert.Same(options, options.Validated());

        static void Refused(string value, RevMlpOptions options) =>
            Assert.Says(value, Assert.Throws<ArgumentException>(options.Validated).Message);
    }

    [Fact]
    public void Derived_sizes_follow_from_the_options()
    {
        Assert.Equal((3, 6), (Good.HalfWidth, Good.WeightRows));
        Assert.Equal(5, (Good with { Bias = false }).WeightRows);
        Assert.Equal(4, (Good with { Hidden = null }).WeightRows);
        Assert.Equal(3, (Good with { Hidden = null, Bias = false }).WeightRows);
    }

    [Fact]
    public void Defaults_are_those_of_the_published_networks()
    {
        var defaults = new RevMlpOptions { Features = 4 };
        Assert.Equal((null, 2, null, true, true, 1e-3, 42), (
            defaults.Hidden, defaults.Blocks, defaults.Classes, defaults.Bias, defaults.LinearInputBlock,
            defaults.InitialSigma, defaults.Seed));
    }

    [Theory]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.ComplexFloat64)]
    public void A_network_is_float32_or_float64(ScalarType dtype) =>
        Assert.Equal(
            $"A network's dtype must be float32 or float64, got {dtype}.",
            Assert.Throws<ArgumentException>(() => new RevMlp(Good, dtype)).Message);

    [Fact]
    public void What_memory_cannot_hold_is_refused_with_the_figure_before_anything_is_drawn()
    {
        // 2·10⁶ half-couplings of 2·(10,001·500 + 500·10,000) bytes of float32 each.
        var options = new RevMlpOptions { Features = 1000, Hidden = 10_000, Blocks = RevMlpOptions.MostBlocks };
        var error = Assert.Throws<ArgumentException>(() => new RevMlp(options));
        Assert.Begins(
            "A network must fit into memory; this one (Features = 1000, Hidden = 10000, Blocks = 1000000) takes 74,",
            error.Message);
        Assert.Throws<ArgumentException>(() => new RevMlp(
            new() { Features = RevMlpOptions.MostWidth, Hidden = RevMlpOptions.MostWidth, Blocks = 1 }));
        Assert.Throws<ArgumentException>(() => (options with { Blocks = int.MaxValue }).Validated());
        Assert.Throws<ArgumentException>(() => (options with { Hidden = int.MaxValue }).Validated());
        Assert.Throws<ArgumentException>(() => (options with { Features = int.MaxValue - 1 }).Validated());
    }

    [Fact]
    public void What_is_counted_is_what_is_drawn()
    {
        using var model = new RevMlp(new() { Features = 6, Hidden = 5, Blocks = 3, Classes = 2 }, float64);
        var bytes = model.NamedTensors().Sum(entry => entry.Tensor.numel() * entry.Tensor.element_size());
        Assert.Equal(bytes + 3 * 4 * 1024, (long)new NetworkTensors(model.Options).Bytes(float64));
    }

    [Theory, InlineData(2, 13_968 + 16 * 18), InlineData(null, 13_872 + 16 * 18), InlineData(6, 14_160 + 16 * 36)]
    public void What_a_draw_needs_is_the_network_and_its_largest_tensor_twice_in_double_precision(
        int? classes, long needed)
    {
        // Six half-couplings of 6·3 weights and 3·5 projections, in float64, and 12 tensors of a kilobyte.
        var tensors = new NetworkTensors(Good with { Blocks = 3, Classes = classes });
        Assert.Same(tensors, tensors.FittingInto(needed, float64));
        var error = Assert.Throws<ArgumentException>(() => tensors.FittingInto(needed - 1, float64));
        Assert.Begins(
            "A network must fit into memory; this one (Features = 6, Hidden = 5, Blocks = 3) takes ", error.Message);
        Assert.Says("Hidden = none,", Assert.Throws<ArgumentException>(
            () => new NetworkTensors(Good with { Hidden = null }).FittingInto(0, float32)).Message);
    }

    [Fact]
    public void Step_sizes_and_decays_may_be_as_large_as_the_dtype_s_numbers()
    {
        using var model = ScaleTests.Network(Precision.Single);
        using var none = new Update(model.HalfCouplings.Select(half => zeros_like(half.Weight).detach()));
        none.ApplyTo(model, float.MaxValue);
        none.ApplyTo(model, 1, float.MaxValue);
        none.ApplyTo(model, -float.MaxValue);
    }

    [Theory, InlineData(double.NaN, 0), InlineData(
        double.PositiveInfinity,
        0), InlineData(1e39, 0), InlineData(1, -0.1), InlineData(1, double.NaN), InlineData(1e30, 1e30)]
    public void A_step_size_and_a_decay_are_numbers_of_the_networks_dtype(double alpha, double decay)
    {
        using var model = ScaleTests.Network(Precision.Single);
        using var update = Update.Snapshot(model);
        Assert.Throws<ArgumentOutOfRangeException>(() => update.ApplyTo(model, alpha, decay));
        using var after = Update.Snapshot(model);
        Assert.Equal(update.Norm(), after.Norm());
    }
}
