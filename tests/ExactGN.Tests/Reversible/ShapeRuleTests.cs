namespace ExactGN.Tests;

/// <summary>Every public entry refuses an operand of another shape or dtype in one sentence.</summary>
public sealed class ShapeRuleTests
{
    private static readonly NetworkRecipe Recipe = new(
        HalfWidth: 3, Hidden: 5, Blocks: 2, Classes: 2, Samples: 4, Bias: true, LinearInput: true, Sigma: 0.1, Seed: 1);

    public static TheoryData<string> Operations => [.. Calls.Keys];

    private static Dictionary<string, Action<ReversibleNetwork, Tensor, Tensor>> Calls { get; } = new()
    {
        ["Forward"] = (model, _, wrong) => model.Forward(wrong),
        ["Inverse"] = (model, _, wrong) => model.Inverse(wrong),
        ["ReadOut"] = (model, _, wrong) => model.ReadOut(wrong),
        ["Lift"] = (model, _, wrong) => model.Lift(wrong),
        ["Jvp"] = (model, x, wrong) => model.Jvp(x, wrong),
        ["InverseJvp"] = (model, x, wrong) => model.InverseJvp(x, wrong),
        ["Vjp"] = (model, x, wrong) => model.Vjp(x, wrong),
        ["HalfCoupling.At"] = (model, _, wrong) => model.Blocks[0].F.At(wrong),
        ["CouplingPoint.Jvp"] = (model, x, wrong) => Point(model, x).Jvp(wrong),
        ["CouplingPoint.Vjp"] = (model, x, wrong) => Point(model, x).Vjp(wrong),
        ["CouplingPoint.ParameterJvp"] = (model, x, wrong) => Point(model, x).ParameterJvp(wrong),
        ["CouplingPoint.ParameterVjp"] = (model, x, wrong) => Point(model, x).ParameterVjp(wrong),
        ["ReversibleGaussNewton.Solve"] = (model, x, wrong) => new ReversibleGaussNewton(
            new TruncatedSvd(), new SquaredError(), Curvature.Identity).Solve(model, x, wrong),
        ["ReversibleGaussNewton.Step"] = (model, x, wrong) =>
            new ReversibleGaussNewton(new TruncatedSvd(), new SquaredError(), Curvature.Identity).Step(model, x, wrong),
        ["MinimumNormGaussNewton.Step"] = (model, x, wrong) =>
            new MinimumNormGaussNewton(new SquaredError(), Curvature.Identity).Step(model, x, wrong),
        ["ReversibleGaussNewton.Solve, the state"] = (model, _, wrong) => new ReversibleGaussNewton(
            new TruncatedSvd(), new SquaredError(), Curvature.Identity).Solve(model, wrong, wrong),
        ["MinimumNormGaussNewton.Solve"] = (model, x, wrong) => MinimumNormGaussNewton.Solve(model, x, wrong),
        ["MinimumNormGaussNewton.Solve, the state"] = (model, _, wrong) => MinimumNormGaussNewton.Solve(
            model, wrong, zeros([4, 2], wrong.dtype)),
    };

    [Theory, MemberData(nameof(Operations))]
    public void An_operand_that_does_not_fit_is_refused(string operation)
    {
        using var scope = NewDisposeScope();
        using var built = Recipe.Build();

        foreach (var shape in (long[][])[[4, 7], [4, 6, 6, 6], [7]])
        {
            Assert.Says("shape", Refused(shape, float64, CPU));
        }

        foreach (var width in (long[])[6, 3, 2])
        {
            Assert.Says("got", Refused([4, width], float64, META));
            Assert.Says("got", Refused([4, width], float32, CPU));
        }

        string Refused(long[] shape, ScalarType dtype, Device device) =>
            Assert.Throws<ArgumentException>(
                () => Calls[operation](built.Model, built.X, zeros(shape, dtype: dtype, device: device))).Message;
    }

    [Theory, MemberData(nameof(Operations))]
    public void A_sparse_operand_is_refused(string operation)
    {
        using var scope = NewDisposeScope();
        using var built = Recipe.Build();
        foreach (var width in (long[])[6, 3, 2])
        {
            var wrong = ones([4, width], dtype: float64).to_sparse();
            var error = Assert.Throws<ArgumentException>(() => Calls[operation](built.Model, built.X, wrong));
            Assert.Says($" must be dense, got a sparse tensor of shape [4, {width}]; to_dense() ", error.Message);
        }
    }

    [Fact]
    public void A_state_that_does_not_fit_is_called_a_batch()
    {
        using var scope = NewDisposeScope();
        using var built = Recipe.Build();
        using var update = Update.Snapshot(built.Model);
        foreach (var rows in (long[])[0, 4])
        {
            var wrong = zeros([rows, rows == 0 ? 6 : 7], dtype: float64);
            foreach (var call in (Action[])[
                () => built.Model.Jvp(wrong, built.X),
                () => built.Model.ParameterJvp(wrong, update),
                () => built.Model.InverseJvp(wrong, built.X),
                () => built.Model.Vjp(wrong, built.X),
            ])
            {
                Assert.Begins(
                    $"A batch must have shape [n ≥ 1, 6], got [{string.Join(", ", wrong.shape)}].",
                    Assert.Throws<ArgumentException>(call).Message);
            }
        }
    }

    [Fact]
    public void Only_cotangents_may_hold_several_rows_per_sample_and_none_may_lack_the_batch()
    {
        using var scope = NewDisposeScope();
        using var built = Recipe.Build();
        var point = Point(built.Model, built.X);
        Assert.Equal([4, 2, 3], point.Vjp(zeros([4, 2, 3], dtype: float64)).shape);
        foreach (var shape in (long[][])[[3], [5, 3], [4, 2, 2, 3]])
        {
            Refused("[4, 3]", () => point.Vjp(zeros(shape, dtype: float64)));
        }

        foreach (var shape in (long[][])[[5, 2, 3], [4, 2, 4]])
        {
            Refused("[4, c, 3]", () => point.Vjp(zeros(shape, dtype: float64)));
        }

        foreach (var shape in (long[][])[[3], [5, 3], [4, 2, 3]])
        {
            Refused("[4, 3]", () => point.Jvp(zeros(shape, dtype: float64)));
        }

        void Refused(string rule, Action call) => Assert.Says(
            $"must have shape {rule}, got [", Assert.Throws<ArgumentException>(call).Message);
    }

    private static CouplingPoint Point(ReversibleNetwork model, Tensor x) =>
        model.Blocks[0].F.At(Halves.Split(x).Second);
}
