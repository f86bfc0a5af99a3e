namespace ExactGN.Experiments.Tests;

public class DataTests
{
    [Fact]
    public void The_digits_are_split_and_standardised_by_the_training_part()
    {
        using var data = Digits.Load(ScalarType.Float64);

        Assert.Equal((1000, 797), (data.TrainSamples, data.TestSamples));
        Assert.InRange(Math.Abs(data.TrainInputs.mean().item<double>()), 0, 1e-12);
        Assert.InRange(Math.Abs(data.TrainInputs.std(unbiased: false).item<double>() - 1), 0, 1e-12);
        Assert.NotInRange(Math.Abs(data.TestInputs.mean().item<double>()), 0, 1e-6);
        Assert.Equal(1, data.TrainTargets.sum(1).min().item<double>());
    }

    [Fact]
    public void Other_test_images_leave_the_training_inputs_alone()
    {
        int[] Row(int seed) => [.. Enumerable.Range(0, Digits.Features).Select(i => (i * seed) % 17), seed % 10];
        int[][] rows = [Row(3), Row(5), Row(7), Row(11)];
        using var data = Digits.From(rows, 2, ScalarType.Float64, CPU);
        using var other = Digits.From([rows[0], rows[1], Row(1), Row(16)], 2, ScalarType.Float64, CPU);
        using var trainOther = Digits.From([rows[0], Row(13), rows[2], rows[3]], 2, ScalarType.Float64, CPU);

        Assert.True(data.TrainInputs.eq(other.TrainInputs).all().ToBoolean());
        Assert.False(data.TestInputs.eq(trainOther.TestInputs).all().ToBoolean());
    }

    [Fact]
    public void The_parts_are_the_rows_of_the_file_each_once_and_in_order()
    {
        using var stream = typeof(Digits).Assembly.GetManifestResourceStream("optdigits.csv")!;
        var rows = Digits.Parse(new StreamReader(stream));
        using var data = Digits.Load(ScalarType.Float64);
        using var labels = cat([data.TrainTargets, data.TestTargets]).argmax(1);
        using var inputs = cat([data.TrainInputs, data.TestInputs]);
        var darkest = inputs.min().item<double>();
        var step = (inputs.max().item<double>() - darkest) / 16;
        using var pixels = ((inputs - darkest) / step).round().to(int64);

        Assert.Equal(rows.Select(row => (long)row[^1]), labels.data<long>().ToArray());
        Assert.Equal(
            rows.SelectMany(row => row.Take(Digits.Features)).Select(pixel => (long)pixel),
            pixels.data<long>().ToArray());
    }

    [Fact]
    public void An_epoch_takes_every_sample_once_in_an_order_of_its_own()
    {
        var order = new BatchOrder(Samples: 103, BatchSize: 10, Seed: 42);
        var (first, second) = (order.Epoch(1).ToArray(), order.Epoch(2).ToArray());

        Assert.Equal((11, 11, 3), (first.Length, order.BatchesPerEpoch, first[^1].Length));
        Assert.Equal(Enumerable.Range(0, 103).Select(i => (long)i), first.SelectMany(batch => batch).Order());
        Assert.NotEqual(first.SelectMany(batch => batch), second.SelectMany(batch => batch));
        Assert.Equal(first.SelectMany(batch => batch), order.Epoch(1).SelectMany(batch => batch));
        Assert.NotEqual(
            first.SelectMany(batch => batch), (order with { Seed = 43 }).Epoch(1).SelectMany(batch => batch));
    }

    [Fact]
    public void The_full_batch_keeps_the_order_of_the_data() =>
        Assert.Equal([[0L, 1, 2, 3]], new BatchOrder(4, 4, 42).Epoch(5));

    [Fact]
    public void A_short_last_batch_counts_by_its_size()
    {
        var mean = new WeightedMean();
        mean.Add(1, 90);
        mean.Add(11, 10);

        Assert.Equal(2, mean.Value);
    }
}
