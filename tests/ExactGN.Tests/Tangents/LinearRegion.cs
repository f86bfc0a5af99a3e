namespace ExactGN.Tests;

/// <summary>A ReLU network is affine in x as long as no pre-activation changes its sign;
/// this measures where that is so.</summary>
public static class LinearRegion
{
    /// <summary>x V of every ReLU half-coupling (x itself without projection), in order, in the caller's dispose
    /// scope.</summary>
    public static IReadOnlyList<Tensor> Preactivations(ReversibleNetwork model, Tensor x)
    {
        using var noGrad = no_grad();
        List<Tensor> all = [];
        var state = Halves.Split(x);
        foreach (var block in model.Blocks)
        {
            var next = block.Forward(state);
            all.AddRange(new[] { (block.F, state.Second), (block.G, next.First) }.SelectMany(
                pair => pair.Item1.Coupling is RandomFeatures { Activation.IsSmooth: false } features
                    ? [features.Preactivation(pair.Item2)]
                    : (Tensor[])[]));
            state = next;
        }

        return all;
    }

    /// <summary>Whether two lists of pre-activations have the same signs.</summary>
    public static bool SameSigns(IReadOnlyList<Tensor> one, IReadOnlyList<Tensor> other) =>
        one.Zip(other).All(pair => pair.First.gt(0).equal(pair.Second.gt(0)).all().item<bool>());

    /// <summary>Whether x ± step lie in the linear region of x.</summary>
    public static bool Contains(ReversibleNetwork model, Tensor x, Tensor step)
    {
        using var scope = NewDisposeScope();
        var here = Preactivations(model, x);
        return SameSigns(here, Preactivations(model, x + step)) && SameSigns(here, Preactivations(model, x - step));
    }

    /// <summary>Whether rounding could flip a sign: some pre-activation lies within 10³·eps of zero,
    /// relative to the largest.</summary>
    public static bool IsNearKink(ReversibleNetwork model, Tensor x)
    {
        using var scope = NewDisposeScope();
        return Preactivations(model, x)
            .Select(z => z.to(float64).abs())
            .Any(z => z.min().item<double>() < 1e3 * Ratio.Eps(x.dtype) * z.max().item<double>());
    }
}
