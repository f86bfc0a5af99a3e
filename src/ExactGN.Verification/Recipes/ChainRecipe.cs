using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Verification.Recipes;

/// <summary>A reversible network that the kit supplies, and a batch.</summary>
/// <param name="Seed">Of every draw.</param>
/// <param name="Samples">n.</param>
/// <param name="HalfWidth">q.</param>
/// <param name="Hidden">h; without projection it counts as q.</param>
/// <param name="Blocks">L.</param>
/// <param name="Classes">c; 0 for no read-out.</param>
/// <param name="Projection">Whether there is a V.</param>
/// <param name="Bias">Whether there is a bias.</param>
/// <param name="LinearFirst">Whether φ is the identity in the first block.</param>
/// <param name="Single">Whether it is asked in float32.</param>
internal sealed record ChainRecipe(
    int Seed, int Samples, int HalfWidth, int Hidden, int Blocks, int Classes, bool Projection, bool Bias,
        bool LinearFirst, bool Single) : IRecipe<ChainRecipe>
{
    public static string Kind => "chain";

    public static Gen<ChainRecipe> Generator(Description description)
    {
        var chain = description.Chain;
        var identity = chain.Activations.Contains("identity");
        return
            from seed in Gen.Choose(0, 999_999)
            from samples in Gen.Choose(1, 3)
            from width in Gen.Choose(2, 4)
            from hidden in Gen.Choose(8, 16)
            from blocks in Gen.Choose(1, Math.Min(3, chain.MostBlocks))
            from classes in Gen.Choose(0, 2 * width)
            from projection in chain.Projection ? Gen.Elements(true, true, true, false) : Gen.Constant(false)
            from bias in chain.Bias ? Gen.Elements(true, false) : Gen.Constant(false)
            from linear in identity ? Gen.Elements(false, true) : Gen.Constant(false)
            from precision in Gen.Elements(description.Precisions.ToArray())
            select new ChainRecipe(seed, samples, width, hidden, blocks, classes, projection, bias, linear,
                precision == Precision.Single);
    }

    public IEnumerable<ChainRecipe> Simpler(Description description)
    {
        if (Samples > 1)
        {
            yield return this with { Samples = 1 };
        }

        if (Blocks > 1)
        {
            yield return this with { Blocks = Blocks - 1 };
        }

        if (HalfWidth > 2)
        {
            yield return this with { HalfWidth = HalfWidth - 1, Classes = Math.Min(Classes, 2 * (HalfWidth - 1)) };
        }

        if (Classes > 0)
        {
            yield return this with { Classes = 0 };
        }

        if (Bias)
        {
            yield return this with { Bias = false };
        }

        if (Single && description.Precisions.Contains(Precision.Double))
        {
            yield return this with { Single = false };
        }
    }
}
