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

    [Theory, InlineData(24, true), InlineData(null, false)]
    public void Data_drawn_from_the_network_s_own_seed_are_its_first_matrix(int? hidden, bool bias)
    {
        using var scope = NewDisposeScope();
        using var model = new RevMlp(Options with { Hidden = hidden, Bias = bias }, ScalarType.Float64);
        var w = model.HalfCouplings.First().Weight.detach();
        var drawn = Drawn(Seed, w.shape);

        // The last row is the bias, which starts at zero; dividing by σ, a power of two, rounds nothing.
        var rows = w.size(0) - (bias ? 1 : 0);
        Assert.True((w / 0.25).narrow(0, 0, rows).equal(drawn.narrow(0, 0, rows)).all().item<bool>());
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
