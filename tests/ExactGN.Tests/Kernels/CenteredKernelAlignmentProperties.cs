using MathNet.Numerics.LinearAlgebra;

namespace ExactGN.Tests;

/// <summary>theory/lazy-regime.md: linear CKA. Rounding is amplified by the cancellation in centring.</summary>
public sealed class CenteredKernelAlignmentProperties
{
    [Claim("CKA-1")]
    public Property Cka_lies_between_zero_and_one_and_a_representation_resembles_itself_fully(
        Similarity similarity, Representations recipe)
    {
        using var scope = NewDisposeScope();
        using var generator = recipe.Generator();
        var (x, y) = recipe.Build(generator);

        var (cka, back, own) = (similarity.Of(x, y), similarity.Of(y, x), similarity.Of(x, x));

        double[] outside = [-cka, cka - 1, Math.Abs(cka - back), Math.Abs(own - 1)];
        return Verdict.Below(recipe, outside.Max() / Rounding(recipe));
    }

    [Claim("CKA-2")]
    public Property Cka_equals_its_definition_with_both_kernels_centred_on_both_sides(
        Similarity similarity, Representations recipe)
    {
        using var scope = NewDisposeScope();
        using var generator = recipe.Generator();
        var (x, y) = recipe.Build(generator);
        var (k, l) = (Centred(x), Centred(y));

        var cka = similarity.Of(x, y);

        return Verdict.Below(
            recipe, Math.Abs(cka - Inner(k, l) / (k.FrobeniusNorm() * l.FrobeniusNorm())) / Rounding(recipe));
    }

    [Claim("CKA-3")]
    public Property Cka_is_invariant_to_rotations_scaling_and_the_order_of_samples(
        Similarity similarity, Representations recipe, Precision precision, ExtremeScale extreme)
    {
        using var scope = NewDisposeScope();
        using var generator = recipe.Generator();
        var (x, y) = recipe.Build(generator);
        var order = randperm(recipe.Samples, generator: generator).to(Steering.Device);
        var (rotation, other) = (
            Representations.Orthogonal(recipe.Width, generator),
            Representations.Orthogonal(recipe.OtherWidth, generator));

        var (factor, dtype) = (extreme.Of(precision), precision.Dtype());
        Tensor Turned(double scale, Tensor representation) => (scale * representation).to(dtype);

        var cka = similarity.Of(x, y);
        var own = similarity.Of(Turned(1, x), Turned(-0.3 * factor, x.mm(rotation)));
        var turned = similarity.Of(
            Turned(7 * factor, x.mm(rotation)).index_select(0, order),
            Turned(0.01 / factor, y.mm(other)).index_select(0, order));

        return Verdict.Below(
            (recipe, precision, extreme),
            Math.Max(Math.Abs(turned - cka), Math.Abs(own - 1)) / Rounding(recipe, dtype));
    }

    [Claim("CKA-4")]
    public Property Cka_does_not_see_a_constant_added_to_every_sample(Similarity similarity, Representations recipe)
    {
        using var scope = NewDisposeScope();
        using var generator = recipe.Generator();
        var (x, y) = recipe.Build(generator);
        var shift = recipe.Offset
            * randn([1, recipe.OtherWidth], dtype: float64, generator: generator).to(Steering.Device);

        var (cka, shifted) = (similarity.Of(x, y), similarity.Of(x, y + recipe.Scale * shift));

        return Verdict.Below(recipe, Math.Abs(shifted - cka) / (2 * Rounding(recipe)));
    }

    [Claim("CKA-5")]
    public Property Cka_sees_a_linear_map_that_stretches_directions_unequally(
        Similarity similarity, Representations recipe)
    {
        using var scope = NewDisposeScope();
        using var generator = recipe.Generator();
        var (x, _) = recipe.Build(generator);
        var width = Math.Min(recipe.Width, recipe.Samples - 1);
        var orthonormal = linalg.qr(x - x.mean([0], keepdim: true)).Q.narrow(1, 0, width);
        var stretch = exp(randn([width], dtype: float64, generator: generator)).to(Steering.Device);

        var cka = similarity.Of(orthonormal, orthonormal * stretch);

        // K = QQᵀ and L = QD²Qᵀ: CKA = tr D²/(√p·‖D²‖), below 1 unless all stretches are equal.
        var expected = (stretch.square().sum() / (Math.Sqrt(width) * stretch.square().norm())).item<double>();
        return Verdict.Below(recipe, Math.Abs(cka - expected) / Rounding(recipe));
    }

    [Claim("CKA-7")]
    public Property Blocks_before_the_first_changed_one_keep_cka_one_and_batches_are_averaged(
        BlockSimilarity similarity, NetworkRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var built = (recipe with
        {
            Samples = recipe.Samples + 3,
            HalfWidth = recipe.HalfWidth + 1,
            Blocks = Math.Max(2, recipe.Blocks),
        }).Build();
        using var moved = built.Model.Copy();
        using var update = built.GaussianUpdate(stream: 9);
        var changed = Math.Abs(recipe.Seed % built.Model.Blocks.Count);
        moved.TrainOnly(i => i / 2 == changed);
        update.ApplyTo(moved, 0.3);
        Tensor[] batches = [built.X, 2 * built.X + 1, built.Gaussian(built.X.size(1), stream: 10)];

        var values = similarity.PerBlock(moved, built.Model, batches);

        var expected = new double[built.Model.Blocks.Count];
        foreach (var batch in batches)
        {
            var (now, then) = (Halves.Split(batch), Halves.Split(batch));
            for (var i = 0; i < expected.Length; i++)
            {
                (now, then) = (moved.Blocks[i].Forward(now), built.Model.Blocks[i].Forward(then));
                var (k, l) = (Centred(now.Join()), Centred(then.Join()));
                expected[i] += i < changed
                    ? 1.0 / batches.Length
                    : Inner(k, l) / (k.FrobeniusNorm() * l.FrobeniusNorm()) / batches.Length;
            }
        }

        return Verdict.Below(
            recipe,
            values.Zip(expected, (a, b) => Math.Abs(a - b)).Max() / (built.Model.PathLength() * Ratio.Eps(float64)));
    }

    [Claim("CKA-8")]
    public Property The_deficit_of_cka_is_of_second_order_in_a_change(Similarity similarity, Representations recipe)
    {
        using var scope = NewDisposeScope();
        using var generator = recipe.Generator();
        var (x, _) = recipe.Build(generator);
        if (recipe.Width == 1)
        {
            return Verdict.Discard();
        }

        var direction = randn(x.shape, dtype: float64, generator: generator).to(Steering.Device);
        double Deficit(double alpha) => 1 - similarity.Of(x + alpha * direction, x);

        // The third-order term is of relative size α‖E‖/‖HX‖; rounding of 1 − CKA is about eps/α².
        return Verdict.Below(recipe, Math.Abs(Math.Log2(Deficit(1e-3) / Deficit(5e-4)) - 2), threshold: 0.05);
    }

    private static double Rounding(Representations recipe, ScalarType dtype = ScalarType.Float64) =>
        recipe.Cancellation * (recipe.Samples + recipe.Width + recipe.OtherWidth) * Ratio.Eps(dtype);

    // HKH with the matrix H = I − 11ᵀ/n itself, applied to X before the product.
    private static Matrix<double> Centred(Tensor x)
    {
        var n = (int)x.size(0);
        var h = Matrix<double>.Build.DenseIdentity(n) - Matrix<double>.Build.Dense(n, n, 1.0 / n);
        var matrix = h * Dense.ToMathNet(x);
        return matrix * matrix.Transpose();
    }

    private static double Inner(Matrix<double> k, Matrix<double> l) => k.PointwiseMultiply(l).Enumerate().Sum();
}
