namespace ExactGN.Tests;

/// <summary>theory/experiments.md: averages in which each sample counts once, however the samples fell into
/// batches.</summary>
public sealed class SampleMeanProperties
{
    [Claim("RUN-8")]
    public Property An_average_over_batches_is_the_mean_over_samples_however_they_are_cut(
        BatchAverage average, BatchedValues recipe)
    {
        var values = recipe.Values();

        var ratios = new[] { recipe.EqualSizes(), recipe.RandomSizes() }.Select(sizes =>
        {
            // Where there are gaps, every third batch has no value and its samples do not count.
            var batches = Cut(values, sizes)
                .Select((batch, i) => (Values: batch, Counts: !recipe.Gaps || i % 3 != 1))
                .ToArray();
            var counted = batches.Where(batch => batch.Counts).SelectMany(batch => batch.Values).ToArray();
            var mean = average.Of([
                .. batches.Select(batch => (batch.Counts ? batch.Values.Average() : (double?)null, batch.Values.Length))
            ]);
            return Math.Abs(mean!.Value - counted.Average())
                / (counted.Average(Math.Abs) * counted.Length * Ratio.Eps(ScalarType.Float64));
        });

        return Verdict.Below(recipe, ratios);
    }

    [Claim("RUN-9")]
    public Property An_evaluation_is_the_mean_over_samples_whatever_its_chunks(
        Evaluator evaluator, TrainingRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var data = recipe.Data();
        using var model = recipe.Configuration().Model.Draw(ScalarType.Float64, Steering.Device);
        var outputs =
            model.Output(data.TestInputs).cpu().data<double>().ToArray().Chunk(TrainingRecipe.Classes).ToArray();
        var labels = data.TestTargets.argmax(1).cpu().data<long>().ToArray();
        var losses = outputs.Zip(labels, (f, label) => f.Max() + Math.Log(f.Sum(o => Math.Exp(o - f.Max()))) - f[label])
            .ToArray();
        var accuracy = outputs.Zip(labels, (f, label) => f.IndexOf(f.Max()) == label ? 1.0 : 0.0).Average();

        var found = evaluator.Of(model, data.TestInputs, data.TestTargets, recipe.BatchSize);

        // The scale of a loss is that of the logits it is a difference of.
        var scale = losses.Average() + outputs.Average(f => f.Max(Math.Abs));
        return Verdict.Below(recipe,
        [
            Math.Abs(found.Loss - losses.Average())
            / (scale * (recipe.TestSamples + TrainingRecipe.Classes) * Ratio.Eps(ScalarType.Float64)),
            Math.Abs(found.Accuracy - accuracy) / (recipe.TestSamples * Ratio.Eps(ScalarType.Float64)),
        ]);
    }

    private static IEnumerable<double[]> Cut(double[] values, int[] sizes)
    {
        var start = 0;
        foreach (var size in sizes)
        {
            yield return values[start..(start + size)];
            start += size;
        }
    }
}
