namespace ExactGN.Tests;

/// <summary>Every public entry refuses an operand of another shape or dtype in one sentence; torch itself would end the process in a product of two dtypes.</summary>
public sealed class ShapeRuleTests
{
    private static readonly NetworkRecipe Recipe = new(HalfWidth: 3, Hidden: 5, Blocks: 2, Classes: 2, Samples: 4, Bias: true, LinearInput: true, Sigma: 0.1, Seed: 1);

    public static TheoryData<string> Operations => [.. Calls.Keys];

    private static Dictionary<string, Action<RevMlp, Tensor, Tensor>> Calls { get; } = new()
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
        ["ReversibleGaussNewton.Solve"] = (model, x, wrong) => new ReversibleGaussNewton(new TruncatedSvd(), new SquaredError(), Curvature.Identity).Solve(model, x, wrong),
        ["ReversibleGaussNewton.Step"] = (model, x, wrong) => new ReversibleGaussNewton(new TruncatedSvd(), new SquaredError(), Curvature.Identity).Step(model, x, wrong),
        ["MinimumNormGaussNewton.Step"] = (model, x, wrong) => new MinimumNormGaussNewton(new SquaredError(), Curvature.Identity).Step(model, x, wrong),
        ["MinimumNormGaussNewton.Solve"] = (model, x, wrong) => MinimumNormGaussNewton.Solve(model, x, wrong),
    };

    [Theory, MemberData(nameof(Operations))]
    public void An_operand_that_does_not_fit_is_refused(string operation)
    {
        using var scope = NewDisposeScope();
        using var built = Recipe.Build();

        foreach (var wrong in (Tensor[])[zeros([4, 7], dtype: float64), zeros([4, 6], dtype: float32), zeros([4, 3], dtype: float32), zeros([4, 2], dtype: float32), zeros([4, 6, 6, 6], dtype: float64)])
        {
            var error = Assert.Throws<ArgumentException>(() => Calls[operation](built.Model, built.X, wrong));
            Assert.Contains("got", error.Message, StringComparison.Ordinal);
        }
    }

    private static CouplingPoint Point(RevMlp model, Tensor x) => model.Blocks[0].F.At(Halves.Split(x).Second);
}
