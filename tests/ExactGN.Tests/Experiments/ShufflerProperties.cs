namespace ExactGN.Tests;

/// <summary>theory/experiments.md: an epoch's order of samples.</summary>
public sealed class ShufflerProperties
{
    [Claim("RUN-3")]
    public Property An_epoch_takes_every_sample_exactly_once_in_full_batches_but_the_last(
        Shuffler shuffler, EpochRecipe recipe)
    {
        var batches = shuffler.Epoch(recipe.Order, recipe.Epoch);

        var once = batches.SelectMany(batch => batch)
            .Order()
            .SequenceEqual(Enumerable.Range(0, recipe.Samples).Select(i => (long)i));
        var full = batches.SkipLast(1).All(batch => batch.Length == recipe.BatchSize)
            && batches[^1].Length is > 0 and var last
            && last <= recipe.BatchSize;
        return Verdict.That(recipe, once && full && batches.Count == recipe.Order.BatchesPerEpoch);
    }

    [Claim("RUN-4")]
    public Property The_order_is_a_function_of_seed_and_epoch_alone(Shuffler shuffler, EpochRecipe recipe)
    {
        // With 14 samples or more two independent orders coincide with probability 1/14! ≈ 10⁻¹¹.
        if (recipe.Samples < 14 || recipe.BatchSize >= recipe.Samples)
        {
            return Verdict.Discard();
        }

        var (order, nextSeed) = (recipe.Order, recipe.Order with { Seed = unchecked(recipe.Seed + 1) });
        var first = shuffler.Order(order, recipe.Epoch);
        var later = shuffler.Order(order, recipe.Epoch + 1);
        var others =
            new[] { later, shuffler.Order(nextSeed, recipe.Epoch), shuffler.Order(nextSeed, recipe.Epoch + 1) };

        var repeats = shuffler.Order(order, recipe.Epoch).SequenceEqual(first);
        var batchSizeIsNoMatter = shuffler.Order(
            order with { BatchSize = 1 + recipe.BatchSize % (recipe.Samples - 1) }, recipe.Epoch).SequenceEqual(first);
        var allDiffer = !others.Append(first)
            .Select((a, i) => others.Skip(i).Any(b => !ReferenceEquals(a, b) && a.SequenceEqual(b)))
            .Any(equal => equal);
        var nextSeedIsNotTheNextEpoch = !shuffler.Order(nextSeed, recipe.Epoch).SequenceEqual(later);
        return Verdict.That(recipe, repeats && batchSizeIsNoMatter && allDiffer && nextSeedIsNotTheNextEpoch);
    }

    [Claim("RUN-4")]
    public Property The_full_batch_keeps_the_order_of_the_data(Shuffler shuffler, EpochRecipe recipe) =>
        Verdict.That(
            recipe,
            shuffler.Order(recipe.Order with { BatchSize = Math.Max(recipe.BatchSize, recipe.Samples) }, recipe.Epoch)
                .SequenceEqual(Enumerable.Range(0, recipe.Samples).Select(i => (long)i)));

    [Claim("RUN-5", Share = 0.2)]
    public Property Every_order_is_equally_likely(Shuffler shuffler, EpochRecipe recipe)
    {
        const int Seeds = 80, Epochs = 120;
        const double Expected = Seeds * Epochs / 24.0;

        var counts = (
            from seed in Enumerable.Range(0, Seeds)
            from epoch in Enumerable.Range(0, Epochs)
            group 0 by string.Concat(shuffler.Order(
                new(4, 1 + recipe.BatchSize % 3, unchecked(recipe.Seed + seed)), recipe.Epoch + epoch)) into same
            select same.Count()).ToArray();

        // Pearson's statistic over the 4! = 24 orders, 23 degrees of freedom: above 100 with probability 2·10⁻¹¹.
        var statistic = counts.Sum(count => (count - Expected) * (count - Expected) / Expected)
            + (24 - counts.Length) * Expected;
        return Verdict.Below(recipe, statistic, threshold: 100);
    }
}
