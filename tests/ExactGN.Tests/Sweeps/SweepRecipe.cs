using System.Globalization;
using ExactGN.Tests;

namespace ExactGN.Experiments.Tests;

/// <summary>The sizes of a sweep's dimensions.</summary>
/// <param name="Variants">Variants of the list, which differ in their epochs; 0 for no list.</param>
/// <param name="Rates">Learning rates of the grid; 0 for none.</param>
/// <param name="Batches">Batch sizes of the grid; 0 for none.</param>
/// <param name="Seeds">Seeds; 0 for the file's own.</param>
public sealed record SweepRecipe(int Variants, int Rates, int Batches, int Seeds)
{
    /// <summary>(epochs, learning rate, batch size, seed) of every run in order, by nested loops;
    /// of what does not vary the file's value.</summary>
    internal IEnumerable<(int Epochs, double Rate, int Batch, int Seed)> Expected =>
        from epochs in Values(Variants, k => k + 1, 100)
        from rate in Values(Rates, k => 0.25 * (k + 1), 0.5)
        from batch in Values(Batches, k => 10 * (k + 1), 1024)
        from seed in Values(Seeds, k => 42 + k, 42)
        select (epochs, rate, batch, seed);

    /// <summary>The sweep's text.</summary>
    internal string Text =>
        $"config: base.yaml\nset: {SweepText.Digits}\n"
        + Part(Variants, "list:\n", k => $"  - Runtime.Train.args.num_epochs: {k + 1}\n")
        + (Rates + Batches > 0 ? "grid:\n" : "")
        + Part(
            Rates,
            "  Runtime.Train.optimizer.args.lr:\n",
            k => string.Create(CultureInfo.InvariantCulture, $"    - {0.25 * (k + 1)}\n"))
        + Part(Batches, "  Setup.Data.batch_size:\n", k => $"    - {10 * (k + 1)}\n")
        + (Seeds > 0 ? $"seeds: 42-{41 + Seeds}\n" : "");

    private static IEnumerable<T> Values<T>(int count, Func<int, T> value, T otherwise) =>
        count == 0 ? [otherwise] : Enumerable.Range(0, count).Select(value);

    private static string Part(int count, string head, Func<int, string> line) =>
        count == 0 ? "" : head + string.Concat(Enumerable.Range(0, count).Select(line));
}

/// <summary>How FsCheck draws sweeps.</summary>
public static class SweepRecipes
{
    public static Arbitrary<SweepRecipe> Recipes() => Arb.From(
        from sizes in Gen.Choose(0, 3).ArrayOf(4)
        select new SweepRecipe(sizes[0], sizes[1], sizes[2], sizes[3]), Shrunk);

    private static IEnumerable<SweepRecipe> Shrunk(SweepRecipe recipe) => Smaller.Of(
        (recipe.Variants > 0, recipe with { Variants = recipe.Variants - 1 }),
        (recipe.Rates > 0, recipe with { Rates = recipe.Rates - 1 }),
        (recipe.Batches > 0, recipe with { Batches = recipe.Batches - 1 }),
        (recipe.Seeds > 0, recipe with { Seeds = recipe.Seeds - 1 }));
}
