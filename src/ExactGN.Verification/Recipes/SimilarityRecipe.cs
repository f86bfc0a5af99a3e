using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Verification.Recipes;

/// <summary>Two representations of one batch, and two kernels.</summary>
/// <param name="Seed">Of every draw.</param>
/// <param name="Samples">n, at least 3: of two centred samples CKA is always 1.</param>
/// <param name="Left">Columns of the one.</param>
/// <param name="Right">Columns of the other.</param>
/// <param name="Single">Whether it is asked in float32.</param>
internal sealed record SimilarityRecipe(int Seed, int Samples, int Left, int Right, bool Single)
    : IRecipe<SimilarityRecipe>
{
    public static string Kind => "similarity";

    public static Gen<SimilarityRecipe> Generator(Description description) =>
        from seed in Gen.Choose(0, 999_999)
        from samples in Gen.Choose(3, 8)
        from left in Gen.Choose(1, 5)
        from right in Gen.Choose(1, 5)
        from precision in Gen.Elements(description.Precisions.ToArray())
        select new SimilarityRecipe(seed, samples, left, right, precision == Precision.Single);

    public IEnumerable<SimilarityRecipe> Simpler(Description description)
    {
        for (var samples = 3; samples < Samples; samples++)
        {
            yield return this with { Samples = samples };
        }

        if (Left > 1)
        {
            yield return this with { Left = 1 };
        }

        if (Right > 1)
        {
            yield return this with { Right = 1 };
        }

        if (Single && description.Precisions.Contains(Precision.Double))
        {
            yield return this with { Single = false };
        }
    }
}
