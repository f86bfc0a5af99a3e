namespace ExactGN.Tests;

/// <summary>Which targets a recipe of logits has; Σ_j y_j = 1 in every sample.</summary>
public enum TargetShape
{
    /// <summary>One random class.</summary>
    OneHot,

    /// <summary>The class of the largest logit: a confident model that is right.</summary>
    Predicted,

    /// <summary>Positive weight on every class.</summary>
    Soft,

    /// <summary>Positive weight on the even classes, exactly none on the odd ones.</summary>
    Sparse,

    /// <summary>Weights of both signs.</summary>
    Signed,
}

/// <summary>The recipe of outputs f = Spread·N(0, 1) and targets y for a loss.</summary>
public sealed record LogitsRecipe(int Samples, int Classes, double Spread, TargetShape Target, int Seed)
{
    /// <summary>f and y, shape [n, c] each, drawn in float64 and cast, in the caller's dispose scope.</summary>
    public (Tensor Outputs, Tensor Targets) Build(ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seed, CPU);
        var f = Spread * Gaussian(generator);
        var z = Gaussian(generator);
        var y = Target switch
        {
            TargetShape.OneHot => nn.functional.one_hot(z.argmax(1), Classes).to(float64),
            TargetShape.Predicted => nn.functional.one_hot(f.argmax(1), Classes).to(float64),
            TargetShape.Soft => z.softmax(1),
            TargetShape.Sparse => z.masked_fill(arange(Classes).remainder(2).eq(1), double.NegativeInfinity).softmax(1),
            _ => z - z.mean([1], keepdim: true) + 1.0 / Classes,
        };
        return (
            f.to(dtype, Steering.Device).MoveToOuterDisposeScope(),
            y.to(dtype, Steering.Device).MoveToOuterDisposeScope());
    }

    /// <summary>A Gaussian direction in the outputs, shape [n, c].</summary>
    public Tensor Direction(ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seed + 1, CPU);
        return Gaussian(generator).to(dtype, Steering.Device).MoveToOuterDisposeScope();
    }

    /// <summary>Towards one sample, two classes and small logits.</summary>
    public IEnumerable<LogitsRecipe> Shrink() => Smaller.Of(
        (Samples > 1, this with { Samples = Samples - 1 }),
        (Classes > 2, this with { Classes = Classes - 1 }),
        (Spread > 1, this with { Spread = 1 }));

    private Tensor Gaussian(Generator generator) => randn([Samples, Classes], dtype: float64, generator: generator);
}

/// <summary>A recipe whose logits spread over hundreds or thousands, up to about ±10⁴.</summary>
public sealed record ExtremeLogits(LogitsRecipe Logits);

/// <summary>A recipe of logits with a damping λ in function space.</summary>
public sealed record DampedLogits(LogitsRecipe Logits, double Lambda);

public static partial class Arbitraries
{
    public static Arbitrary<LogitsRecipe> LogitsRecipes() =>
        Arb.From(Logits(Gen.Elements(0.1, 1.0, 1.0, 3.0, 5.0)), recipe => recipe.Shrink());

    public static Arbitrary<ExtremeLogits> ExtremeLogitsRecipes() => Arb.From(
        Logits(Gen.Elements(30.0, 300.0, 1000.0, 3000.0)).Select(recipe => new ExtremeLogits(recipe)),
        recipe => recipe.Logits.Shrink().Select(smaller => new ExtremeLogits(smaller)));

    public static Arbitrary<DampedLogits> DampedLogitsRecipes() => Arb.From(
        from logits in Logits(Gen.Elements(0.1, 1.0, 3.0))
        from lambda in Gen.Elements(1e-12, 1e-10, 1e-8, 1e-4, 1e-2, 1.0, 100.0)
        select new DampedLogits(logits, lambda),
        recipe => recipe.Logits.Shrink().Select(smaller => recipe with { Logits = smaller }));

    private static Gen<LogitsRecipe> Logits(Gen<double> spreads) =>
        from samples in Gen.Choose(1, 4)
        from classes in Gen.Choose(2, 10)
        from spread in spreads
        from target in Gen.Elements(Enum.GetValues<TargetShape>())
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new LogitsRecipe(samples, classes, spread, target, seed);
}
