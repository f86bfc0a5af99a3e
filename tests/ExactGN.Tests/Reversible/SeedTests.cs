namespace ExactGN.Tests;

/// <summary>What the documentation of a network's seed says: its numbers are those of torch's generator of that seed,
/// and data drawn from the same are the network's own; data of another seed have nothing to do with it.</summary>
public sealed class SeedTests
{
    private const int Seed = 1;

    private static readonly RevMlpOptions Options = new()
    {
        Features = 32,
        Hidden = 24,
        LinearInputBlock = false,
        InitialSigma = 0.25,
        Seed = Seed,
    };

    [Fact]
    public void Data_drawn_from_the_network_s_own_seed_are_its_first_matrix()
    {
        using var scope = NewDisposeScope();
        using var projected = new RevMlp(Options, ScalarType.Float64);
        using var plain = new RevMlp(Options with { Hidden = null, Bias = false }, ScalarType.Float64);
        var v = projected.HalfCouplings.First().Projection!;
        var w = plain.HalfCouplings.First().Weight.detach();

        // √h rounds; σ is a power of two.
        Assert.True(allclose(v * Math.Sqrt(24), Drawn(Seed, v.shape), rtol: 1e-14, atol: 0));
        Assert.True((w / 0.25).equal(Drawn(Seed, w.shape)).all().item<bool>());
    }

    [Fact]
    public void Data_of_another_seed_are_uncorrelated_with_it()
    {
        using var scope = NewDisposeScope();
        using var model = new RevMlp(Options with { Hidden = null, Bias = false }, ScalarType.Float64);
        var w = model.HalfCouplings.First().Weight.detach();
        var x = Drawn(Seed + 1, w.shape);

        var correlation = (w * x).sum() / (w.norm() * x.norm());

        // In units of its standard deviation; beyond 6 with probability 2·10⁻⁹.
        Assert.InRange(Math.Abs(correlation.item<double>()) * Math.Sqrt(w.numel()), 0, 6);
    }

    // What randn gives after manual_seed, from a generator of its own, as other tests draw at the same time.
    private static Tensor Drawn(int seed, long[] shape)
    {
        using var generator = new Generator((ulong)seed, CPU);
        return randn(shape, dtype: float64, generator: generator);
    }
}
