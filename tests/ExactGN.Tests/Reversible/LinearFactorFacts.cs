namespace ExactGN.Tests;

/// <summary>A linear half-coupling in factored features is the same half-coupling.</summary>
public sealed class LinearFactorFacts
{
    private const int HalfWidth = 3;

    [Theory, InlineData(12, true), InlineData(12, false), InlineData(13, true), InlineData(40, false)]
    public void Its_value_derivative_spectrum_and_updates_are_those_of_all_features(int hidden, bool bias)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var built = Recipe(hidden, bias, linear: true).Build();
        var half = built.Model.Blocks[0].F;
        var (x, t) = (Halves.Split(built.X).Second, built.Gaussian(HalfWidth, stream: 1));
        var (factored, whole) = (half.InSpan(x, Workspace.None), half.At(x));
        var delta = built.Gaussian(HalfWidth, stream: 2)[..(int)factored.Columns];

        Assert.Equal(HalfWidth + (bias ? 1 : 0), factored.Columns);
        Same(factored.Value(), whole.Value());
        Same(factored.Jvp(t), whole.Jvp(t));
        Same(factored.Features().mm(factored.Features().mT), whole.Features().mm(whole.Features().mT));
        Same(whole.ParameterJvp(factored.Expand(delta)), factored.ParameterJvp(delta));
        Assert.InRange(
            Math.Abs(Ratio.Norm(factored.Expand(delta)) / Ratio.Norm(delta) - 1),
            0,
            Verdict.Threshold * hidden * Ratio.Eps(float64));
    }

    [Theory, InlineData(11, true), InlineData(12, false)]
    public void Narrow_or_nonlinear_ones_keep_all_features(int hidden, bool linear)
    {
        using var scope = NewDisposeScope();
        using var built = Recipe(hidden, bias: true, linear).Build();

        Assert.Equal(
            hidden + 1,
            built.Model.Blocks[0].F.InSpan(Halves.Split(built.X).Second, Workspace.None).Columns);
    }

    [Fact]
    public void The_factors_are_freed_with_their_coupling()
    {
        using var scope = NewDisposeScope();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var untouched = new RandomFeatures(2, ones(2, 8), Activation.Identity);
        var factored = new RandomFeatures(2, ones(2, 8), Activation.Identity);
        Assert.NotNull(factored.Span);
        factored.Dispose();
        untouched.Dispose();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void An_input_that_does_not_fit_is_refused_in_place_and_in_the_span()
    {
        using var scope = NewDisposeScope();
        using var built = Recipe(hidden: 12, bias: true, linear: true).Build();
        var (half, wrong) = (built.Model.Blocks[0].F, ones([8, HalfWidth + 1], dtype: float64));

        foreach (var evaluate in (Func<Tensor, CouplingPoint>[])[
            x => half.InPlace(x, Workspace.None), x => half.InSpan(x, Workspace.None)
        ])
        {
            Assert.Equal(
                "The input of a half-coupling must have shape [n, 3], got [8, 4].",
                Assert.Throws<ArgumentException>(() => evaluate(wrong)).Message);
        }
    }

    private static NetworkRecipe Recipe(int hidden, bool bias, bool linear) =>
        new(HalfWidth, hidden, Blocks: 1, Classes: 2, Samples: 8, bias, linear, Sigma: 0.3, Seed: 5);

    private static void Same(Tensor one, Tensor other) =>
        Assert.InRange(Ratio.Of(one - other, Ratio.Norm(other), other.numel(), float64), 0, Verdict.Threshold);
}
