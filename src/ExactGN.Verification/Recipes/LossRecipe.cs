using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Verification.Recipes;

/// <summary>Outputs, targets and a direction for a loss.</summary>
/// <param name="Seed">Of every draw.</param>
/// <param name="Name">The loss.</param>
/// <param name="Samples">n.</param>
/// <param name="Classes">c.</param>
/// <param name="Spread">The standard deviation of the outputs.</param>
/// <param name="Soft">Whether softmax targets are soft, in place of one-hot.</param>
/// <param name="Damping">λ.</param>
/// <param name="Single">Whether it is asked in float32.</param>
internal sealed record LossRecipe(
    int Seed, string Name, int Samples, int Classes, double Spread, bool Soft, double Damping, bool Single)
        : IRecipe<LossRecipe>
{
    private const int MostClasses = 6;

    public static string Kind => "loss";

    public static Gen<LossRecipe> Generator(Description description) =>
        from seed in Gen.Choose(0, 999_999)
        from name in Gen.Elements(description.Loss.Names.ToArray())
        from samples in Gen.Choose(1, 4)
        from classes in Gen.Choose(Math.Min(2, description.Loss.MostClasses),
            Math.Min(MostClasses, description.Loss.MostClasses))
        from spread in Gen.Elements(1.0, 0.1, 3)
        from soft in Gen.Elements(false, true)
        from damping in Gen.Elements(1.0, 100, 1e-2, 1e-6, 1e-12)
        from precision in Gen.Elements(description.Precisions.ToArray())
        select new LossRecipe(seed, name, samples, classes, spread, soft, precision.Round(damping),
            precision == Precision.Single);

    public IEnumerable<LossRecipe> Simpler(Description description)
    {
        if (Samples > 1)
        {
            yield return this with { Samples = 1 };
        }

        for (var classes = 2; classes < Classes; classes++)
        {
            yield return this with { Classes = classes };
        }

        if (Spread != 1)
        {
            yield return this with { Spread = 1 };
        }

        if (Soft)
        {
            yield return this with { Soft = false };
        }

        if (Damping != 1)
        {
            yield return this with { Damping = 1 };
        }

        if (Single && description.Precisions.Contains(Precision.Double))
        {
            yield return this with { Single = false };
        }
    }
}
