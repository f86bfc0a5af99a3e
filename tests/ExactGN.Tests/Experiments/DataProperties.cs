namespace ExactGN.Tests;

/// <summary>theory/experiments.md: what training and test parts are, and by whose statistics
/// they are standardised.</summary>
public sealed class DataProperties
{
    [Claim("RUN-1")]
    public Property Both_parts_are_standardised_by_the_exact_statistics_of_the_training_part(
        DataPreparation preparation, DigitRows recipe)
    {
        using var scope = NewDisposeScope();
        var rows = recipe.Build();
        // Pixels are whole numbers, so that Σp and Σp² are exact: mean Σp/16k, variance (kΣp² − (Σp)²)/(16k)².
        var pixels =
            rows.Take(recipe.Train).SelectMany(row => row.Take(Digits.Features)).Select(pixel => (long)pixel).ToArray();
        var (k, sum, squares) = (pixels.LongLength, pixels.Sum(), pixels.Sum(pixel => pixel * pixel));
        var root = Math.Sqrt(k * squares - sum * sum);
        var expected = tensor(
            rows.SelectMany(row => row.Take(Digits.Features)).Select(pixel => (k * pixel - sum) / root).ToArray());

        using var data = preparation.From(rows, recipe.Train);

        var inputs = cat([data.TrainInputs, data.TestInputs]).cpu().reshape(-1);
        return Verdict.Below(recipe, Ratio.Of(inputs - expected, Ratio.Norm(expected), k, ScalarType.Float64));
    }

    [Claim("RUN-1")]
    public Property Other_test_images_change_no_bit_of_the_training_inputs(
        DataPreparation preparation, DigitRows recipe)
    {
        using var scope = NewDisposeScope();
        var rows = recipe.Build();
        var others = (recipe with { Seed = recipe.Seed + 1, Shift = 9 - recipe.Shift, Test = 2 * recipe.Test }).Build();

        using var data = preparation.From(rows, recipe.Train);
        using var changed = preparation.From([.. rows.Take(recipe.Train), .. others.Skip(recipe.Train)], recipe.Train);

        return Verdict.That(recipe, data.TrainInputs.eq(changed.TrainInputs).all().item<bool>());
    }

    [Claim("RUN-2")]
    public Property The_parts_are_the_rows_each_once_with_its_own_label(DataPreparation preparation, DigitRows recipe)
    {
        using var scope = NewDisposeScope();
        var rows = recipe.Build();

        using var data = preparation.From(rows, recipe.Train);

        var (train, test) = (Rows(data.TrainInputs, data.TrainTargets), Rows(data.TestInputs, data.TestTargets));
        var disjoint = !train.Intersect(test).Any();
        var cover = train.Concat(test).Order().SequenceEqual(rows.Select(Text).Order());
        return Verdict.That(recipe, disjoint && cover && train.Length == recipe.Train);
    }

    // Pixel 0 is 0 and pixel 1 is 16 in every row, so any affine standardisation is undone by these two.
    private static string[] Rows(Tensor inputs, Tensor targets)
    {
        var pixels = (16 * (inputs - inputs[.., ..1]) / (inputs[.., 1..2] - inputs[.., ..1])).round().to(int64);
        var table = cat([pixels, targets.argmax(1, keepdim: true)], 1).cpu().data<long>().ToArray();
        return [.. table.Select(value => (int)value).Chunk(Digits.Features + 1).Select(Text)];
    }

    private static string Text(int[] row) => string.Join(' ', row);
}
