namespace ExactGN.Tests;

/// <summary>A run of no cases, a misspelt promise, a map without outputs: refused where they are written, since laws
/// that are skipped for them would pass for laws that are kept.</summary>
public sealed class DescriptionTests
{
    private static readonly Dictionary<string, Func<object>> Wrong = new()
    {
        ["A law takes 1 to 100000 cases, got 0"] = () => new LawRunOptions { Cases = 0 },
        ["A law takes 1 to 100000 cases, got -1"] = () => new LawRunOptions { Cases = -1 },
        ["A law takes 1 to 100000 cases, got 100001"] = () => new LawRunOptions { Cases = 100_001 },
        ["A seed must not be negative, got -1"] = () => new LawRunOptions { Seed = -1 },
        ["A map has one or more inputs per sample, got 0"] = () => new MapDescription(0, 1, 1),
        ["A map has one or more outputs per sample, got -1"] = () => new MapDescription(1, -1, 1),
        ["A map has one or more parameters, got 0"] = () => new MapDescription(1, 1, 1) with { Parameters = 0 },
        ["A step's promise is one of realises, least-norm, damped, got 'least-nrom'"] =
            () => new StepDescription(["realises", "least-nrom"]),
        ["A target form is one of error, loss, got 'errors'"] =
            () => new StepDescription(["realises"]) { Forms = ["errors"] },
        ["A curvature is one of exact, identity, got 'fisher'"] =
            () => new StepDescription(["realises"]) { Curvatures = ["fisher"] },
        ["A solution's promise is one of least-norm, cut, damped, got 'truncated'"] =
            () => new LeastSquaresDescription { Promises = ["truncated"] },
        ["A loss's part is one of value, gradient, hessian_product, newton_direction, damped_direction, got 'hessian'"]
            = () => new LossDescription { Parts = ["hessian"] },
        ["An activation is one of relu, identity, got 'gelu'"] =
            () => new ChainDescription { Activations = ["gelu"] },
    };

    public static TheoryData<string> Sentences => [.. Wrong.Keys];

    [Theory, MemberData(nameof(Sentences))]
    public void What_is_none_is_refused(string sentence) =>
        Assert.Begins(sentence, Assert.ThrowsAny<ArgumentException>(Wrong[sentence]).Message);

    [Fact]
    public void What_is_one_is_taken()
    {
        Assert.Equal(100_000, new LawRunOptions { Cases = 100_000 }.Cases);
        Assert.Equal(["damped"], new StepDescription(["damped"]).Promises);
        Assert.Equal((3, 2, 1), new MapDescription(3, 2, 1) is var map
            ? (map.Inputs, map.Outputs, map.Parameters)
            : default);
    }

    [Fact]
    public void No_solver_and_no_loss_are_named()
    {
        Assert.Equal("solver", Assert.Throws<ArgumentNullException>(() => new SolverSubject(null!)).ParamName);
        Assert.Equal("loss", Assert.Throws<ArgumentNullException>(() => new LossSubject("mine", null!)).ParamName);
    }
}
