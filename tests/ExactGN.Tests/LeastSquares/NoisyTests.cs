namespace ExactGN.Tests;

/// <summary>Noise in the features.</summary>
public sealed class NoisyTests
{
    [Fact]
    public void Without_noise_it_is_the_strategy_itself_and_one_seed_gives_one_solution()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        var (a, s) =
            (randn([5, 8], dtype: float64, generator: generator), randn([5, 2], dtype: float64, generator: generator));

        Assert.True(new Noisy(new Qr(), 0).Solve(a, s).X.equal(new Qr().Solve(a, s).X).all().ToBoolean());
        Assert.True(new Noisy(new Qr(), 0.1, 7)
            .Solve(a, s).X
            .equal(new Noisy(new Qr(), 0.1, 7).Solve(a, s).X)
            .all()
            .ToBoolean());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Noisy(new Qr(), -1));
    }
}
