namespace ExactGN.Tests;

/// <summary>A small training run on Gaussian inputs with random labels.</summary>
public sealed record TrainingRecipe(
    int Samples, int TestSamples, int BatchSize, int Hidden, int Epochs, double Rate, int Seed)
{
    public const int Features = 6;

    public const int Classes = 3;

    public RunConfiguration Configuration(OptimiserOptions? optimiser = null) => new()
    {
        Setting = "recipe",
        Arm = "arm",
        Optimiser = optimiser ?? new SgdOptions(),
        LearningRate = Rate,
        Epochs = Epochs,
        BatchSize = BatchSize,
        TrainSamples = Samples,
        Model = new RevMlpOptions
        {
            Features = Features,
            Hidden = Hidden,
            Classes = Classes,
            InitialSigma = 0.1,
            Seed = Seed,
        },
        Seed = Seed,
        Dtype = ScalarType.Float64,
    };

    /// <summary>The data; the caller owns it.</summary>
    public DataSet Data()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seed, CPU);
        return new("recipe", Inputs(Samples), Targets(Samples), Inputs(TestSamples), Targets(TestSamples));

        Tensor Inputs(int samples) => randn([samples, Features], dtype: float64, generator: generator)
            .to(Steering.Device)
            .DetachFromDisposeScope();
        Tensor Targets(int samples) => nn.functional
            .one_hot(randint(0, Classes, [samples], dtype: int64, generator: generator), Classes)
            .to(float64, Steering.Device)
            .DetachFromDisposeScope();
    }

    public IEnumerable<TrainingRecipe> Shrink() => Smaller.Of(
        (Epochs > 1, this with { Epochs = 1 }),
        (Samples > 2, this with { Samples = Samples - 1, BatchSize = Math.Min(BatchSize, Samples - 1) }));
}

public static partial class Arbitraries
{
    public static Arbitrary<TrainingRecipe> TrainingRecipes() => Arb.From(
        from samples in Gen.Choose(4, 14)
        from testSamples in Gen.Choose(1, 30)
        from batch in Gen.Choose(2, samples)
        from hidden in Gen.Choose(4, 8)
        from epochs in Gen.Choose(1, 2)
        from rate in Gen.Elements(0.01, 0.1, 0.3)
        from seed in Gen.Choose(0, int.MaxValue - 10)
        select new TrainingRecipe(samples, testSamples, batch, hidden, epochs, rate, seed),
        recipe => recipe.Shrink());
}
