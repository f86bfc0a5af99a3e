namespace ExactGN.Tests;

/// <summary>A split under test: (split, images, training samples, seed) → the images that train and
/// those that validate.</summary>
public sealed record Splitting(string Name, Func<Split, int, int, int, (int[] Train, int[] Validation)> Choose)
    : UnderTest(Name);

/// <summary>A pool of images of which some train and some validate.</summary>
public sealed record SplitRecipe(int Images, int Train, int Validation, int Seed)
{
    public Split Split => Split.Drawn(Validation);
}

public static partial class Arbitraries
{
    public static Arbitrary<Splitting> Splittings() => Arb.From(
        Gen.Constant(new Splitting("library", (split, images, train, seed) => split.Choose(images, train, seed))));

    public static Arbitrary<SplitRecipe> SplitRecipes() => Arb.From(
        from train in Gen.Choose(20, 60)
        from validation in Gen.Choose(0, 30)
        from unused in Gen.Choose(0, 30)
        from seed in Gen.Choose(int.MinValue, int.MaxValue - 1)
        select new SplitRecipe(train + validation + unused, train, validation, seed));
}
