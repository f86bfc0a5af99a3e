namespace ExactGN.Tests;

/// <summary>Numbers whose squares the dtype cannot hold: measures and norms read as they do at scale 1.</summary>
public sealed class ScaleTests
{
    public static TheoryData<Precision, ExtremeScale> Scales => new()
    {
        { Precision.Double, ExtremeScale.One },
        { Precision.Double, ExtremeScale.Huge },
        { Precision.Double, ExtremeScale.Tiny },
        { Precision.Single, ExtremeScale.One },
        { Precision.Single, ExtremeScale.Huge },
        { Precision.Single, ExtremeScale.Tiny },
    };

    [Theory, MemberData(nameof(Scales))]
    public void The_norm_of_an_update_scales_with_it(Precision precision, ExtremeScale scale)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (tensor([3.0, 0, 4, 0]), tensor([0.0, 12]));
        Tensor At(Tensor part) => (scale.Of(precision) * part).to(precision.Dtype(), Steering.Device).unsqueeze(1);

        using var update = new Update([At(a), At(b)]);

        Assert.Equal(13, update.Norm() / scale.Of(precision), 13 * 4 * Ratio.Eps(precision.Dtype()));
    }

    [Theory, MemberData(nameof(Scales))]
    public void Weights_are_compared_at_any_scale(Precision precision, ExtremeScale scale)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var initial = Network(precision);
        using var model = Network(precision);
        foreach (var (now, then) in model.HalfCouplings.Zip(initial.HalfCouplings))
        {
            then.Weight.mul_(scale.Of(precision));
            now.Weight.copy_(-2 * then.Weight);
        }

        Assert.All(WeightDrift.Between(model, initial), drift =>
        {
            var tolerance = 30 * Ratio.Eps(precision.Dtype());
            Assert.Equal(-1, drift.Cosine, tolerance);
            Assert.Equal(2, drift.NormRatio, 2 * tolerance);
            Assert.Equal(3, drift.RelativeChange, 3 * tolerance);
        });
    }

    [Theory, MemberData(nameof(Scales))]
    public void Sketched_kernels_are_compared_at_any_scale(Precision precision, ExtremeScale scale)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5, CPU);
        var (a, b) =
            (randn([6, 9], dtype: float64, generator: generator), randn([6, 9], dtype: float64, generator: generator));
        Tensor At(Tensor products) => (scale.Of(precision) * products).to(precision.Dtype(), Steering.Device);

        var alignment = SketchedNeuralTangentKernel.Alignment(At(a), At(b));

        var expected = ((a * b).sum() / (a.norm() * b.norm())).item<double>();
        Assert.Equal(expected, alignment, 30 * 54 * Ratio.Eps(precision.Dtype()));
    }

    [Theory, InlineData(Precision.Single, 1e15), InlineData(
        Precision.Single, 1e-15), InlineData(Precision.Double, 1e150), InlineData(Precision.Double, 1e-150)]
    public void The_gap_to_the_linearisation_does_not_depend_on_the_outputs_scale(Precision precision, double scale)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var initial = Network(precision, bias: false);
        using var model = Network(precision, bias: false);
        foreach (var half in model.HalfCouplings)
        {
            half.Weight.mul_(1.5);
        }

        using var generator = new Generator(7, CPU);
        var x = randn([5, 4], dtype: float64, generator: generator).to(precision.Dtype(), Steering.Device);

        // Without biases the network is homogeneous: f(ax) = a·f(x) for a > 0.
        var gap = Linearisation.Gap(initial, model, x);

        Assert.Equal(
            1, Linearisation.Gap(initial, model, scale * x) / gap, 30 * 4 * 9 * Ratio.Eps(precision.Dtype()) / gap);
    }

    [Theory, MemberData(nameof(Scales))]
    public void Cka_of_block_outputs_does_not_depend_on_the_inputs_scale(Precision precision, ExtremeScale scale)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var initial = Network(precision, bias: false);
        using var model = Network(precision, bias: false);
        foreach (var half in model.HalfCouplings)
        {
            half.Weight.mul_(-1.5);
        }

        using var generator = new Generator(7, CPU);
        var x = randn([5, 4], dtype: float64, generator: generator).to(precision.Dtype(), Steering.Device);
        var expected = CenteredKernelAlignment.PerBlock(model, initial, [x]);

        var values = CenteredKernelAlignment.PerBlock(model, initial, [scale.Of(precision) * x]);

        Assert.All(
            values.Zip(expected),
            pair => Assert.Equal(pair.Second, pair.First, 30 * 4 * 9 * Ratio.Eps(precision.Dtype())));
    }

    [Theory, MemberData(nameof(Scales))]
    public void Debiased_cka_and_unbiased_hsic_do_not_depend_on_the_scale(Precision precision, ExtremeScale scale)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(9, CPU);
        var (factor, dtype) = (scale.Of(precision), precision.Dtype());
        Tensor Draw(int width) => randn([7, width], dtype: float64, generator: generator).to(dtype, Steering.Device);
        var (x, y) = (Draw(4), Draw(3));
        var (k, l) = (x.mm(x.mT), y.mm(y.mT));

        var cka = CenteredKernelAlignment.Debiased(factor * x, y / factor);
        var hsic = Hsic.Unbiased(factor * k, l / factor);

        var tolerance = 30 * 7 * 7 * Ratio.Eps(dtype);
        Assert.Equal(CenteredKernelAlignment.Debiased(x, y), cka, tolerance);
        Assert.Equal(Hsic.Unbiased(k, l), hsic, tolerance * k.abs().max().ToDouble() * l.abs().max().ToDouble());
    }

    internal static RevMlp Network(Precision precision, bool bias = true) =>
        new(
            new() { Features = 4, Hidden = 9, Classes = 2, InitialSigma = 0.5, Bias = bias, Seed = 3 },
            precision.Dtype(),
            Steering.Device);
}
