namespace ExactGN.Tests;

/// <summary>theory/exact-update.md: a block that does nothing.</summary>
public sealed class FrozenBlockProperties
{
    [Claim("GN-38")]
    public Property A_frozen_block_with_zero_weights_leaves_the_update_of_the_others_alone(
        UpdateRule rule, FullRankNetwork recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        using var larger = WithIdentityBlock(built.Mlp);
        var state = built.Model.Forward(built.X);
        var error = built.Gaussian(built.X.size(1), stream: 1);

        using var alone = rule.Update(built.Model, state, error);
        using var beside = rule.Update(larger, larger.Forward(built.X), error);

        // The further block's two entries come last.
        var difference = beside.Deltas.Select(
            (delta, i) => (i < alone.Deltas.Count ? delta - alone.Deltas[i] : delta).square().sum());
        return Verdict.Below(recipe, Ratio.Of(
            stack([.. difference]).sum().sqrt(),
            alone.Norm(),
            built.X.size(1) * recipe.Network.Blocks,
            ScalarType.Float64));
    }

    private static RevMlp WithIdentityBlock(RevMlp model)
    {
        var options = model.Options with { Blocks = model.Options.Blocks + 1 };
        using var drawn = new RevMlp(options with { InitialSigma = 0 }, model.Dtype, model.Device);
        var tensors = drawn.NamedTensors().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        foreach (var (name, tensor) in model.NamedTensors())
        {
            tensors[name] = tensor;
        }

        var larger = RevMlp.FromTensors(options, tensors, model.Dtype, model.Device);
        foreach (var (own, copy) in model.HalfCouplings.Zip(larger.HalfCouplings))
        {
            copy.Trainable = own.Trainable;
        }

        (larger.Blocks[^1].F.Trainable, larger.Blocks[^1].G.Trainable) = (false, false);
        return larger;
    }
}
