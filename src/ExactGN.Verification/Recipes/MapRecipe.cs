using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Verification.Recipes;

/// <summary>A place of the subject's own map: θ, a batch and directions, all drawn from the seed.</summary>
/// <param name="Seed">Of every draw.</param>
/// <param name="Samples">n.</param>
/// <param name="Reach">The share of the inputs' range that is drawn from, around its middle.</param>
/// <param name="Single">Whether it is asked in float32.</param>
internal sealed record MapRecipe(int Seed, int Samples, double Reach, bool Single) : IRecipe<MapRecipe>
{
    private const int MostSamples = 6;

    public static string Kind => "map";

    public static Gen<MapRecipe> Generator(Description description)
    {
        var (map, dtypes) = (description.Map!, description.Precisions);
        // J of full row rank wants few outputs, and laws of batches two samples.
        var wanted = Math.Max(2, Math.Min(MostSamples, map.Parameters / (2 * map.Outputs)));
        var most = Math.Max(map.FewestSamples, Math.Min(map.MostSamples, wanted));
        return
            from seed in Gen.Choose(0, 999_999)
            from samples in Gen.Choose(map.FewestSamples, most)
            from reach in Gen.Elements(1.0, 1.0, 0.3)
            from precision in Gen.Elements(dtypes.ToArray())
            select new MapRecipe(seed, samples, reach, precision == Precision.Single);
    }

    public IEnumerable<MapRecipe> Simpler(Description description)
    {
        for (var samples = description.Map!.FewestSamples; samples < Samples; samples++)
        {
            yield return this with { Samples = samples };
        }

        if (Reach != 1)
        {
            yield return this with { Reach = 1 };
        }

        if (Single && description.Precisions.Contains(Precision.Double))
        {
            yield return this with { Single = false };
        }

        foreach (var seed in Enumerable.Range(0, 3).Where(seed => seed < Seed))
        {
            yield return this with { Seed = seed };
        }
    }
}
