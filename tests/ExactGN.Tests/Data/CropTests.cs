namespace ExactGN.Experiments.Tests;

public class CropTests
{
    [Fact]
    public void The_published_ranges_are_the_default()
    {
        var crop = new RandomResizedCrop(new(3, 32, 32), 42);

        Assert.Equal(((0.08, 1.0), (0.75, 1.33)), (crop.Scale, crop.Ratio));
    }

    [Fact]
    public void The_whole_image_as_window_changes_no_bit()
    {
        using var scope = NewDisposeScope();
        var crop = new RandomResizedCrop(new(3, 8, 8), 1) { Scale = (1, 1), Ratio = (1, 1) };
        var images = randn(5, 192);

        Assert.True(crop.Apply(images, [0, 1, 2, 3, 4], 1).eq(images).all().ToBoolean());
    }

    [Fact]
    public void Torchs_own_bilinear_interpolation_of_the_window_agrees()
    {
        using var scope = NewDisposeScope();
        var crop = new RandomResizedCrop(new(3, 32, 32), 7);
        var images = randn(20, 3072, dtype: float64);
        long[] samples = [.. Enumerable.Range(100, 20).Select(i => (long)i)];

        var cropped = crop.Apply(images, samples, epoch: 3).reshape(20, 3, 32, 32);

        for (var k = 0; k < samples.Length; k++)
        {
            var window = crop.Window(samples[k], 3);
            var part = images[k].reshape(1, 3, 32, 32).narrow(2, window.Top, window.Height)
                .narrow(3, window.Left, window.Width);
            var expected =
                nn.functional.interpolate(part, size: [32, 32], mode: InterpolationMode.Bilinear, align_corners: false);
            Assert.InRange((cropped[k] - expected[0]).abs().max().item<double>(), 0, 1e-13);
        }
    }

    [Fact]
    public void Cropping_commutes_with_normalisation()
    {
        using var scope = NewDisposeScope();
        var crop = new RandomResizedCrop(new(1, 28, 28), 7);
        var images = randn(4, 784, dtype: float64);

        var difference = crop.Apply((images - 0.3) / 0.2, [1, 2, 3, 4], 1)
            - (crop.Apply(images, [1, 2, 3, 4], 1) - 0.3) / 0.2;

        Assert.InRange(difference.abs().max().item<double>(), 0, 1e-13);
    }

    [Fact]
    public void What_cannot_be_cropped_is_refused()
    {
        using var scope = NewDisposeScope();
        var crop = new RandomResizedCrop(new(3, 32, 32), 42);

        Assert.Equal(
            "A crop needs one row of 3072 features per sample, got [2, 784] for 2 samples of 3×32×32.",
            Assert.Throws<ArgumentException>(() => crop.Apply(zeros(2, 784), [0, 1], 1)).Message);
        Assert.Throws<ArgumentException>(() => crop.Apply(zeros(2, 3072), [0], 1));
        Assert.Throws<ArgumentException>(() => crop with { Scale = (0.5, 1.5) });
        Assert.Equal(
            "The ratio of a crop needs 0 < least ≤ most, got 2 to 1.",
            Assert.Throws<ArgumentException>(() => crop with { Ratio = (2, 1) }).Message);
    }

    [Fact]
    public void A_crop_leaves_its_result_alone_behind()
    {
        using var images = randn(3, 192);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        using (new RandomResizedCrop(new(3, 8, 8), 1).Apply(images, [0, 1, 2], 1))
        {
            Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
