namespace ExactGN.Tests;

/// <summary>theory/experiments.md: what a seed draws, and that no draw moves another.</summary>
public sealed class SplitProperties
{
    [Claim("RUN-22")]
    public Property Drawn_parts_are_disjoint_and_depend_on_the_seed_alone(Splitting splitting, SplitRecipe recipe)
    {
        var (split, images, train, seed) = (recipe.Split, recipe.Images, recipe.Train, recipe.Seed);
        var (first, validation) = splitting.Choose(split, images, train, seed);
        var fewer = splitting.Choose(split, images, train / 2, seed);
        var (other, _) = splitting.Choose(split, images, train, seed + 1);

        var parts = first.Concat(validation).ToArray();
        var valid = first.Length == train && validation.Length == recipe.Validation
            && parts.Distinct().Count() == parts.Length && parts.All(i => i >= 0 && i < images);
        var repeats = splitting.Choose(split, images, train, seed) is var again
            && again.Train.SequenceEqual(first)
            && again.Validation.SequenceEqual(validation);
        // Fewer training samples are the first of them, beside the same validation images.
        var nested = fewer.Train.SequenceEqual(first.Take(train / 2)) && fewer.Validation.SequenceEqual(validation);
        // Two orders of 20 or more of at least as many images coincide with probability 1/20!.
        var perSeed = !other.SequenceEqual(first);
        return Verdict.That(recipe, valid && repeats && nested && perSeed);
    }

    [Claim("RUN-22", Share = 0.2)]
    public Property Every_image_is_as_likely_to_validate_as_any_other(Splitting splitting, SplitRecipe recipe)
    {
        const int Images = 8, Train = 3, Validation = 2, Seeds = 2000;

        var counts = new int[Images];
        for (var seed = 0; seed < Seeds; seed++)
        {
            foreach (var image in splitting.Choose(
                Split.Drawn(Validation), Images, Train, unchecked(recipe.Seed + seed)).Validation)
            {
                counts[image]++;
            }
        }

        // Pearson's statistic of draws without replacement, 7 degrees of freedom: above 70 with probability 10⁻¹².
        const double Expected = Seeds * (double)Validation / Images;
        var statistic = counts.Sum(count => (count - Expected) * (count - Expected) / Expected)
            * (Images - 1)
            / (Images - Validation);
        return Verdict.Below(recipe, statistic, threshold: 70);
    }

    [Claim("RUN-23")]
    public Property No_stream_of_a_run_shares_numbers_with_another(RandomSource source, StreamRecipe recipe)
    {
        const int Count = 32;
        ulong[][] places = [[], [recipe.Place], [recipe.Place + 1], [recipe.Place, 7], [7, recipe.Place]];

        ulong[] numbers =
        [
            .. from stream in Enum.GetValues<RandomDraw>()
               from seed in (int[])[recipe.Seed, recipe.Seed + 1, recipe.Seed + 2]
               from place in places.DistinctBy(place => string.Join(',', place))
               from number in source.Numbers(stream, seed, place, Count)
               select number,
        ];
        int[] tensorSeeds = [..
            from stream in Enum.GetValues<RandomDraw>()
            from seed in (int[])[recipe.Seed, recipe.Seed + 1, recipe.Seed + 2]
            select source.TensorSeed(stream, seed)];

        // 3,000 and more of 2⁶⁴ coincide with probability 3·10⁻¹³, 21 of 2³¹ with 10⁻⁷.
        return Verdict.That(
            recipe,
            numbers.Distinct().Count() == numbers.Length
            && tensorSeeds.Distinct().Count() == tensorSeeds.Length
            && tensorSeeds.All(seed => seed >= 0 && seed != recipe.Seed));
    }

    [Claim("RUN-23")]
    public Property Network_and_probes_are_uncorrelated(RandomSource source, StreamRecipe recipe)
    {
        using var scope = NewDisposeScope();
        Tensor Drawn(RandomDraw stream)
        {
            using var generator = new Generator((ulong)source.TensorSeed(stream, recipe.Seed), CPU);
            return randn([1000], dtype: float64, generator: generator);
        }

        // The draws of a user who seeds torch with the run's seed count too.
        using var user = new Generator((ulong)recipe.Seed, CPU);
        Tensor[] draws =
            [Drawn(RandomDraw.Network), Drawn(RandomDraw.Probes), randn([1000], dtype: float64, generator: user)];
        var largest = draws.SelectMany(
            (a, i) => draws.Skip(i + 1).Select(b => Math.Abs((a.dot(b) / (a.norm() * b.norm())).ToDouble()))).Max();

        // In units of its standard deviation 1/√n; 7 comes up with probability 10⁻¹¹.
        return Verdict.Below(recipe, largest * Math.Sqrt(1000), threshold: 7);
    }
}
