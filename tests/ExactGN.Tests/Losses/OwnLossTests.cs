using System.Runtime.InteropServices;

namespace ExactGN.Tests;

/// <summary>A loss that somebody derives: three formulae, and every curvature and the step follow.</summary>
public sealed class OwnLossTests
{
    [Fact]
    public void A_loss_of_ones_own_has_every_direction()
    {
        using var scope = NewDisposeScope();
        var (f, y) = Batch();
        var (rate, g) = (f.exp(), f.exp() - y);

        Assert.All((Loss[])[new Poisson(), new QuotientPoisson()], loss =>
        {
            Assert.True(loss.NewtonDirection(f, y, Curvature.Identity).allclose(g));
            Assert.True(loss.NewtonDirection(f, y, Curvature.Exact).allclose(g / rate));
            Assert.True(loss.NewtonDirection(f, y, Curvature.Damped(0.3)).allclose(g / (rate + 0.3)));
        });
    }

    [Fact]
    public void A_closed_form_of_the_wrong_shape_is_named_and_one_that_is_right_needs_no_Hessian()
    {
        using var scope = NewDisposeScope();
        var (f, y) = Batch();
        var error = Assert.Throws<ArgumentException>(() => new Summed().NewtonDirection(f, y, Curvature.Exact));

        Assert.Equal("Summed.NewtonDirectionCore must give shape [4, 2] here, got [].", error.Message);
        Assert.Throws<InvalidOperationException>(() => new QuotientPoisson().Hessian(f, y));
    }

    [Fact]
    public void A_step_with_a_loss_of_ones_own_moves_the_outputs_by_its_direction()
    {
        using var scope = NewDisposeScope();
        using var model = ScaleTests.Network(Precision.Double);
        using var generator = new Generator(11, CPU);
        // Three samples: the linear block's features, two and a bias, have no higher rank.
        var x = randn([3, 4], dtype: float64, generator: generator).to(Steering.Device);
        var y = Batch().Y.narrow(0, 0, 3);

        using var step = new ReversibleGaussNewton(new TruncatedSvd(), new Poisson(), Curvature.Exact)
        {
            MeasureDefect = true,
        }.Step(model, x, y);

        Assert.Equal(new Poisson().Value(model.Output(x), y).item<double>(), step.Loss!.Value, 1e-12);
        Assert.True(step.Report.OutputDefect < 1e-8, $"{step.Report.OutputDefect}");
    }

    [Fact]
    public void A_formula_of_the_wrong_shape_is_named()
    {
        using var scope = NewDisposeScope();
        var (f, y) = Batch();
        var error = Assert.Throws<ArgumentException>(() => new Summed().Value(f, y));
        Assert.Equal("Summed.PerSample must give shape [4] here, got [].", error.Message);
    }

    [Fact]
    public void A_curvature_that_is_no_number_is_named()
    {
        using var scope = NewDisposeScope();
        var (f, y) = Batch();
        Assert.Equal(
            NumericalTrouble.NotRepresentable,
            Assert.Throws<NumericalException>(
                () => new Poisson().NewtonDirection(1000 + f, y, Curvature.Exact)).Trouble);
    }

    // H = 11ᵀ and g = (f₁ + f₂ − y₁)1, so that H⁺g = g/2.
    [Fact]
    public void A_singular_curvature_gives_the_direction_of_least_norm()
    {
        using var scope = NewDisposeScope();
        var (f, y) = Batch();
        var loss = new OfTheSum();

        Assert.True(loss.NewtonDirection(f, y, Curvature.Exact).allclose(0.5 * loss.Gradient(f, y)));
    }

    // H + λI = 0.
    [Fact]
    public void A_damped_curvature_that_is_singular_is_named()
    {
        using var scope = NewDisposeScope();
        var (f, y) = Batch();
        Assert.Equal(
            NumericalTrouble.NotRepresentable,
            Assert.Throws<NumericalException>(
                () => new Flat().NewtonDirection(f, y, Curvature.Damped(1))).Trouble);
    }

    // One number, seen as the Hessians of more samples than any memory holds.
    [Fact]
    public void Memory_that_there_is_not_is_no_curvature_that_is_no_number()
    {
        using var scope = NewDisposeScope();
        var outputs = zeros([1, 1], dtype: float64, device: Steering.Device).expand(1L << 46, 2);

        var error = Assert.Throws<ExternalException>(
            () => new Flat().NewtonDirection(outputs, outputs, Curvature.Damped(1)));

        Assert.Contains("memory", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static (Tensor F, Tensor Y) Batch()
    {
        using var generator = new Generator(13, CPU);
        return (
            randn([4, 2], dtype: float64, generator: generator).to(Steering.Device),
            randn([4, 2], dtype: float64, generator: generator).exp().to(Steering.Device));
    }

    /// <summary>ℓ = Σ(exp f − yf).</summary>
    private sealed record Poisson : Loss
    {
        protected override Tensor PerSample(Tensor outputs, Tensor targets) =>
            (outputs.exp() - targets * outputs).sum(1);

        protected override Tensor GradientCore(Tensor outputs, Tensor targets) => outputs.exp() - targets;

        protected override Tensor HessianCore(Tensor outputs, Tensor targets) => diag_embed(outputs.exp());
    }

    /// <summary>ℓ = ½(f₁ + f₂ − y₁)².</summary>
    private sealed record OfTheSum : Loss
    {
        protected override Tensor PerSample(Tensor outputs, Tensor targets) =>
            0.5 * (outputs.sum(1) - targets.select(1, 0)).square();

        protected override Tensor GradientCore(Tensor outputs, Tensor targets) =>
            (outputs.sum(1, keepdim: true) - targets.narrow(1, 0, 1)).expand(-1, 2);

        protected override Tensor HessianCore(Tensor outputs, Tensor targets) =>
            ones([outputs.size(0), 2, 2], dtype: outputs.dtype, device: outputs.device);
    }

    /// <summary>H = −I of any number of samples, in no memory of its own: H + I is zero.</summary>
    private sealed record Flat : Loss
    {
        protected override Tensor PerSample(Tensor outputs, Tensor targets) => -0.5 * outputs.square().sum(1);

        protected override Tensor GradientCore(Tensor outputs, Tensor targets) => outputs;

        protected override Tensor HessianCore(Tensor outputs, Tensor targets) =>
            (-eye(2, dtype: float64, device: outputs.device)).expand(outputs.size(0), 2, 2);
    }

    /// <summary>The same with ε in closed form, and without a Hessian.</summary>
    private sealed record QuotientPoisson : Loss
    {
        protected override Tensor PerSample(Tensor outputs, Tensor targets) =>
            (outputs.exp() - targets * outputs).sum(1);

        protected override Tensor GradientCore(Tensor outputs, Tensor targets) => outputs.exp() - targets;

        protected override Tensor HessianCore(Tensor outputs, Tensor targets) =>
            throw new InvalidOperationException("Nobody was to ask for it.");

        protected override Tensor NewtonDirectionCore(Tensor outputs, Tensor targets, double damping) =>
            GradientCore(outputs, targets) / (outputs.exp() + damping);
    }

    private sealed record Summed : Loss
    {
        protected override Tensor NewtonDirectionCore(Tensor outputs, Tensor targets, double damping) => outputs.sum();

        protected override Tensor PerSample(Tensor outputs, Tensor targets) => outputs.sum();

        protected override Tensor GradientCore(Tensor outputs, Tensor targets) => ones_like(outputs);

        protected override Tensor HessianCore(Tensor outputs, Tensor targets) =>
            zeros(outputs.size(0), outputs.size(1), outputs.size(1));
    }
}
