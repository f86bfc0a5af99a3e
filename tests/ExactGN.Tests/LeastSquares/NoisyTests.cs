namespace ExactGN.Tests;

/// <summary>Noise in the features.</summary>
public sealed class NoisyTests
{
    [Fact]
    public void The_solution_is_that_of_a_matrix_as_far_away_as_asked_for_and_repeats_with_its_seed()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        var a = randn([30, 40], dtype: float64, generator: generator);
        var inverse = new Noisy(new Qr(), 0.01, Seed: 7).Solve(a, eye(30, dtype: float64)).X;

        // (ã + E)⁺ told from its action on the identity; its pseudo-inverse is ã + E.
        var noise = Dense.PseudoInverse(inverse) - a;

        // ‖E‖²/(ν‖ã‖)² is a mean of 1,200 squares of N(0, 1): its standard deviation is √(2/1200) = 0.041.
        Assert.Equal(1, (noise.norm() / (0.01 * a.norm())).ToDouble(), 5 * 0.041 / 2);
        Assert.Equal(0, noise.mean().ToDouble(), 5 * 0.01 * a.norm().ToDouble() / 1200);
        Assert.True(inverse.equal(new Noisy(new Qr(), 0.01, Seed: 7).Solve(a, eye(30, dtype: float64)).X).all().ToBoolean());
        Assert.False(inverse.equal(new Noisy(new Qr(), 0.01, Seed: 8).Solve(a, eye(30, dtype: float64)).X).all().ToBoolean());
    }

    [Fact]
    public void Without_noise_it_is_the_strategy_itself()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        var (a, s) = (randn([5, 8], dtype: float64, generator: generator), randn([5, 2], dtype: float64, generator: generator));

        Assert.True(new Noisy(new Qr(), 0).Solve(a, s).X.equal(new Qr().Solve(a, s).X).all().ToBoolean());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Noisy(new Qr(), -1));
    }
}
