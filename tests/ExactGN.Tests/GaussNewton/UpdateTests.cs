namespace ExactGN.Tests;

/// <summary>An update belongs to networks of its shape, and says so elsewhere; applying it is W ← W − α(Δ + λW)
/// where W is trainable.</summary>
public sealed class UpdateTests
{
    private static readonly RevMlpOptions Options =
        new() { Features = 4, Hidden = 3, Blocks = 2, Classes = 2, InitialSigma = 1 };

    public static TheoryData<string> Uses => [.. Calls.Keys];

    private static Dictionary<string, Action<ReversibleNetwork, Update>> Calls { get; } = new()
    {
        ["ApplyTo"] = (model, update) => update.ApplyTo(model, 0.5),
        ["Flatten"] = (model, update) => update.Flatten(model),
        ["RestoreTo"] = (model, update) => update.RestoreTo(model),
        ["ParameterJvp"] = (model, update) => model.ParameterJvp(ones([2, 4], dtype: float64), update),
    };

    [Theory, MemberData(nameof(Uses))]
    public void An_update_with_another_number_of_parts_is_refused_and_changes_nothing(string use)
    {
        using var model = new RevMlp(Options, ScalarType.Float64);
        foreach (var blocks in new[] { 1, 3 })
        {
            Refuses(
                use,
                model,
                Options with { Blocks = blocks },
                $"An update of this network has 4 parts, one per half-coupling, got {2 * blocks}.");
        }
    }

    [Theory, MemberData(nameof(Uses))]
    public void An_update_with_parts_of_another_shape_is_refused_and_changes_nothing(string use)
    {
        using var model = new RevMlp(Options, ScalarType.Float64);
        Refuses(
            use, model, Options with { Hidden = 5 }, "The update of blocks.0.f must have shape [4, 2], got [6, 2].");
        Refuses(
            use,
            model,
            Options with { Features = 2, Classes = 1 },
            "The update of blocks.0.f must have shape [4, 2], got [4, 1].");
    }

    [Fact]
    public void The_linearisation_at_one_network_refuses_the_weights_of_another_shape()
    {
        using var scope = NewDisposeScope();
        using var initial = new RevMlp(Options, ScalarType.Float64);
        using var other = new RevMlp(Options with { Blocks = 3 }, ScalarType.Float64);
        Assert.Says(
            "got 4",
            Assert.Throws<ArgumentException>(
                () => Linearisation.Output(initial, other, ones([2, 4], dtype: float64))).Message);
    }

    [Theory, InlineData(31), InlineData(33), InlineData(0)]
    public void A_vector_of_another_length_is_no_update(int length)
    {
        using var scope = NewDisposeScope();
        using var model = new RevMlp(Options, ScalarType.Float64);
        var error = Assert.Throws<ArgumentException>(() => Update.Unflatten(model, zeros([length], dtype: float64)));
        Assert.Begins($"The trainable weights are a vector of shape [32], got [{length}].", error.Message);
        Assert.Throws<ArgumentException>(() => Update.Unflatten(model, zeros([32, 1], dtype: float64)));
    }

    [Fact]
    public void A_vector_fills_the_trainable_parts_in_order_and_leaves_the_frozen_ones_zero()
    {
        using var scope = NewDisposeScope();
        using var model = new RevMlp(Options, ScalarType.Float64);
        model.Blocks[0].G.Trainable = false;
        var vector = arange(1, 25, dtype: float64);

        using var update = Update.Unflatten(model, vector);

        Assert.Equal(
            [[1, 8], [0, 0], [9, 16], [17, 24]],
            update.Deltas.Select(delta => new[] { delta[0, 0].item<double>(), delta[-1, -1].item<double>() }));
        Assert.True(update.Flatten(model).equal(vector).all().item<bool>());
    }

    [Theory, InlineData(0), InlineData(0.25)]
    public void Applying_moves_the_trainable_weights_alone_and_decays_them_by_the_step(double decay)
    {
        using var scope = NewDisposeScope();
        using var model = new RevMlp(Options, ScalarType.Float64);
        model.Blocks[1].F.Trainable = false;
        using var before = Update.Snapshot(model);
        using var update = new Update(before.Deltas.Select((_, i) => full([4, 2], 1.0 + i, dtype: float64)));

        update.ApplyTo(model, 0.5, decay);

        foreach (var (i, half) in model.HalfCouplings.Index())
        {
            var expected = half.Trainable
                ? before.Deltas[i] - 0.5 * (update.Deltas[i] + decay * before.Deltas[i])
                : before.Deltas[i];
            Assert.InRange((half.Weight - expected).abs().max().item<double>(), 0, 1e-15 * (1 + i));
        }
    }

    [Fact]
    public void A_disposed_update_has_freed_its_tensors()
    {
        using var model = new RevMlp(Options);
        var update = Update.Snapshot(model);
        update.Dispose();
        Assert.All(update.Deltas, delta => Assert.True(delta.IsInvalid));
    }

    private static void Refuses(string use, ReversibleNetwork model, RevMlpOptions other, string sentence)
    {
        using var scope = NewDisposeScope();
        using var stranger = new RevMlp(other, ScalarType.Float64);
        using var update = Update.Snapshot(stranger);
        using var before = Update.Snapshot(model);

        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => Calls[use](model, update)).Message);

        Assert.All(
            model.HalfCouplings.Zip(before.Deltas),
            pair => Assert.True(pair.First.Weight.equal(pair.Second).all().item<bool>()));
    }
}
