using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Tests;

/// <summary>The recipe of a network and a batch: sizes, σ of the weights and biases, a seed. Nothing here depends on what is then measured.</summary>
/// <param name="HalfWidth">q = d/2.</param>
/// <param name="Hidden">h, or null for no projection.</param>
/// <param name="Blocks">L.</param>
/// <param name="Classes">c, or null for no read-out.</param>
/// <param name="Samples">n.</param>
/// <param name="Bias">Whether the half-couplings have biases, which are then not zero.</param>
/// <param name="LinearInput">Whether the first block is linear.</param>
/// <param name="Sigma">σ_W, 0.05 or more unless a claim is about small weights.</param>
/// <param name="Seed">The seed of every draw.</param>
public sealed record NetworkRecipe(int HalfWidth, int? Hidden, int Blocks, int? Classes, int Samples, bool Bias, bool LinearInput, double Sigma, int Seed)
{
    /// <summary>The network's options.</summary>
    public RevMlpOptions Options() => new()
    {
        Features = 2 * HalfWidth,
        Hidden = Hidden,
        Blocks = Blocks,
        Classes = Classes,
        Bias = Bias,
        LinearInputBlock = LinearInput,
        InitialSigma = Sigma,
        Seed = Seed,
    };

    /// <summary>The network and its batch, on the steered device; biases are drawn N(0, 0.2²) rather than left at zero.</summary>
    public NetworkCase Build(ScalarType dtype = ScalarType.Float64)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var model = new RevMlp(Options(), dtype, Steering.Device);
        using var generator = new Generator((ulong)Seed + 1, CPU);
        if (Bias)
        {
            foreach (var half in model.HalfCouplings)
            {
                half.Weight[-1].copy_(0.2 * randn([HalfWidth], dtype: float64, generator: generator));
            }
        }

        Tensor Gaussian(long columns) => randn([Samples, columns], dtype: float64, generator: generator).to(dtype, Steering.Device);
        var x = Gaussian(2 * HalfWidth);
        var targets = Gaussian(Classes ?? 2 * HalfWidth);
        return new(model, x.DetachFromDisposeScope(), targets.DetachFromDisposeScope());
    }

    /// <summary>Towards one block, few samples and narrow halves.</summary>
    public IEnumerable<NetworkRecipe> Shrink()
    {
        if (Blocks > 1)
        {
            yield return this with { Blocks = Blocks - 1 };
        }

        if (Samples > 1)
        {
            yield return this with { Samples = Samples - 1 };
        }

        if (Classes > 1)
        {
            yield return this with { Classes = Classes - 1 };
        }

        if (Bias)
        {
            yield return this with { Bias = false };
        }

        if (Hidden > 1)
        {
            yield return this with { Hidden = Hidden - 1 };
        }
    }
}

/// <summary>A network, a batch x₀ and Gaussian targets (for squared error). Disposing it frees all three.</summary>
public sealed record NetworkCase(RevMlp Model, Tensor X, Tensor Targets) : IDisposable
{
    /// <summary>Targets as probabilities: soft (a softmax of the Gaussian ones) or one-hot (their largest entry).</summary>
    public Tensor Probabilities(bool soft) => soft
        ? Targets.softmax(1)
        : nn.functional.one_hot(Targets.argmax(1), Targets.size(1)).to(Targets.dtype);

    /// <summary>A Gaussian tensor of the given columns, one row per sample, from the recipe's own stream.</summary>
    public Tensor Gaussian(long columns, int stream)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Model.Options.Seed + 100 + (ulong)stream, CPU);
        return randn([X.size(0), columns], dtype: float64, generator: generator).to(X.dtype, X.device).MoveToOuterDisposeScope();
    }

    /// <summary>A Gaussian Δ for every W.</summary>
    public Update GaussianUpdate(int stream)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Model.Options.Seed + 100 + (ulong)stream, CPU);
        return new(Model.HalfCouplings.Select(half => randn(half.Weight.shape, dtype: float64, generator: generator).to(X.dtype, X.device)).ToArray());
    }

    /// <summary>ã of every half-coupling at this batch, in order, in the caller's dispose scope.</summary>
    public IReadOnlyList<Tensor> Features()
    {
        using var noGrad = no_grad();
        List<Tensor> features = [];
        var state = Halves.Split(X);
        foreach (var block in Model.Blocks)
        {
            features.Add(block.F.At(state.Second).Features());
            state = block.Forward(state);
            features.Add(block.G.At(state.First).Features());
        }

        return features;
    }

    /// <summary>The largest σ_max/σ_min(n) of the features, measured in float64; infinite where a half-coupling lacks full row rank.</summary>
    public double WorstCondition() => Features().Max(features =>
    {
        using var scope = NewDisposeScope();
        if (features.size(0) > features.size(1))
        {
            return double.PositiveInfinity;
        }

        var sigma = linalg.svdvals(features.to(float64));
        var (largest, smallest) = (sigma.max().item<double>(), sigma.min().item<double>());
        return smallest > 1e-12 * largest ? largest / smallest : double.PositiveInfinity;
    });

    public void Dispose()
    {
        Model.Dispose();
        X.Dispose();
        Targets.Dispose();
    }
}

/// <summary>A recipe in which every half-coupling is likely to have full row rank; properties condition on the measured rank.</summary>
public sealed record FullRankNetwork(NetworkRecipe Network);

/// <summary>A recipe that lacks full row rank: n exceeds what a linear input block or the features' width can carry, or samples repeat.</summary>
public sealed record DeficientNetwork(NetworkRecipe Network);

public static partial class Arbitraries
{
    /// <summary>Any shape, whatever its rank.</summary>
    public static Arbitrary<NetworkRecipe> NetworkRecipes() => Arb.From(
        from halfWidth in Gen.Choose(1, 6)
        from hidden in Gen.Elements<int?>(null, 1, 4, 9, 16)
        from samples in Gen.Choose(1, 8)
        from recipe in Networks(halfWidth, hidden, samples)
        select recipe,
        recipe => recipe.Shrink());

    /// <summary>q ≥ 3, h ≥ 2n, n ≤ q (for a linear input block) and L ≤ 4.</summary>
    public static Arbitrary<FullRankNetwork> FullRankNetworks() => Arb.From(
        from halfWidth in Gen.Choose(3, 7)
        from samples in Gen.Choose(2, halfWidth)
        from hidden in Gen.Choose(2 * samples, 4 * samples + 4)
        from recipe in Networks(halfWidth, hidden, samples)
        select new FullRankNetwork(recipe),
        recipe => recipe.Network.Shrink().Where(smaller => smaller.Samples >= 2 && smaller.Hidden >= 2 * smaller.Samples).Select(smaller => new FullRankNetwork(smaller)));

    /// <summary>More samples than a linear block's q + 1, or than the features' width.</summary>
    public static Arbitrary<DeficientNetwork> DeficientNetworks() => Arb.From(
        from halfWidth in Gen.Choose(2, 4)
        from samples in Gen.Choose(halfWidth + 3, halfWidth + 8)
        from hidden in Gen.Choose(3, 16)
        from recipe in Networks(halfWidth, hidden, samples)
        select new DeficientNetwork(recipe with { LinearInput = recipe.LinearInput || hidden + 1 >= samples }),
        recipe => recipe.Network.Shrink().Where(smaller => smaller.Samples >= recipe.Network.HalfWidth + 3).Select(smaller => new DeficientNetwork(smaller)));

    private static Gen<NetworkRecipe> Networks(int halfWidth, int? hidden, int samples) =>
        from blocks in Gen.Choose(1, 4)
        from classes in Gen.Elements<int?>(null, 2, Math.Min(3, 2 * halfWidth), 2 * halfWidth)
        from bias in Gen.Elements(true, true, false)
        from linearInput in Gen.Elements(true, false)
        from sigma in Gen.Elements(0.05, 0.1, 0.3)
        from seed in Gen.Choose(0, int.MaxValue - 1000)
        select new NetworkRecipe(halfWidth, hidden, blocks, classes, samples, bias, linearInput, sigma, seed);
}
