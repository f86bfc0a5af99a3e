namespace ExactGN.Tests;

/// <summary>theory/data.md: the random resized crop.</summary>
public sealed class CropProperties
{
    // Bilinear interpolation in the window, written out for one output pixel: the window's edge pixels are repeated
    // outwards.
    private static readonly Cropping Interpolation = Cropping.ByPixel("interpolation", (image, window, i, j) =>
    {
        var (shapeHeight, shapeWidth) = (image.GetLength(0), image.GetLength(1));
        var (top, bottom, down) = Neighbours(i, window.Height, shapeHeight);
        var (left, right, across) = Neighbours(j, window.Width, shapeWidth);
        double At(int row, int column) => image[window.Top + row, window.Left + column];
        return (1 - down) * ((1 - across) * At(top, left) + across * At(top, right))
            + down * ((1 - across) * At(bottom, left) + across * At(bottom, right));

        static (int First, int Second, double Share) Neighbours(int output, int window, int size)
        {
            var place = (output + 0.5) * window / size - 0.5;
            var first = (int)Math.Floor(place);
            return (Math.Clamp(first, 0, window - 1), Math.Clamp(first + 1, 0, window - 1), place - first);
        }
    });

    [Claim("DAT-2")]
    public Property A_crop_is_the_bilinear_interpolation_of_its_window(Cropping cropping, CropRecipe recipe)
    {
        using var scope = NewDisposeScope();
        var images = recipe.Images();

        var cropped = cropping.Apply(recipe.Crop, images, recipe.Samples, recipe.Epoch);

        var expected = Interpolation.Apply(recipe.Crop, images.to(float64), recipe.Samples, recipe.Epoch);
        return Verdict.Below(recipe, Ratio.Of(
            cropped.to(float64) - expected, Ratio.Norm(images), Math.Max(recipe.Height, recipe.Width), images.dtype));
    }

    [Claim("DAT-3")]
    public Property A_window_lies_in_the_image_with_the_area_and_the_ratio_that_are_asked_for(
        Cropping cropping, CropRecipe recipe)
    {
        var (crop, area) = (recipe.Crop, (double)recipe.Height * recipe.Width);

        var window = cropping.Window(crop, recipe.Samples[0], recipe.Epoch);

        var (h, w) = (window.Height, window.Width);
        var inside = h > 0 && w > 0 && window.Top >= 0
            && window.Left >= 0 && window.Top + h <= recipe.Height && window.Left + w <= recipe.Width;
        // Both sides are rounded by at most a half.
        var rightArea = (w + 0.5) * (h + 0.5) >= recipe.LeastScale * area * (1 - 1e-12)
            && (w - 0.5) * (h - 0.5) <= recipe.MostScale * area * (1 + 1e-12);
        var rightRatio = (w + 0.5) / (h - 0.5) >= recipe.LeastRatio * (1 - 1e-12)
            && (w - 0.5) / (h + 0.5) <= recipe.MostRatio * (1 + 1e-12);
        return Verdict.That(recipe, inside && ((rightArea && rightRatio) || IsCentred(window, recipe)));
    }

    [Claim("DAT-4")]
    public Property The_crop_of_a_sample_is_a_function_of_seed_epoch_and_sample(Cropping cropping, CropRecipe recipe)
    {
        using var scope = NewDisposeScope();
        // Large images, so that two independent windows hardly ever coincide; ten samples, so that they never all do.
        var crop = new RandomResizedCrop(new(1, 32, 32), recipe.Seed);
        long[] samples = [.. Enumerable.Range(0, 10).Select(i => (long)(i * 31 + recipe.Batch))];
        var images = randn(10, 1024, dtype: float64);
        var whole = cropping.Apply(crop, images, samples, recipe.Epoch);

        var again = cropping.Apply(crop, images, samples, recipe.Epoch);
        var backwards = cropping.Apply(crop, images.flip(0), [.. samples.AsEnumerable().Reverse()], recipe.Epoch)
            .flip(0);
        var single = cropping.Apply(crop, images[3..4], [samples[3]], recipe.Epoch);
        var windows = samples.Select(sample => cropping.Window(crop, sample, recipe.Epoch)).ToArray();
        CropWindow[][] others =
        [
            [.. samples.Select(sample => cropping.Window(crop, sample, recipe.Epoch + 1))],
            [.. samples.Select(
                sample => cropping.Window(crop with { Seed = unchecked(crop.Seed + 1) }, sample, recipe.Epoch))],
            [.. samples.Select(sample => cropping.Window(crop, sample + 1, recipe.Epoch))],
            [.. samples.Select(
                sample => cropping.Window(crop with { Seed = unchecked(crop.Seed + 1) }, sample, recipe.Epoch + 1))],
        ];

        var (same, differ) = (
            Equal(whole, again) && Close(whole, backwards) && Close(whole[3..4], single),
            others.Append(windows).Select(list => string.Join(' ', list)).Distinct().Count() == 5);
        var eachItsOwn = windows.Distinct().Count() > 5;
        return Verdict.That(recipe, same && differ && eachItsOwn);

        static bool Equal(Tensor a, Tensor b) => a.eq(b).all().item<bool>();
        // The batch size may choose another order of summation.
        static bool Close(Tensor a, Tensor b) => (a - b).abs().max().item<double>() < 1e-12;
    }

    [Claim("DAT-5", Share = 0.2)]
    public Property Area_logarithm_of_the_ratio_and_place_are_uniform(Cropping cropping, CropRecipe recipe)
    {
        const int Draws = 4000, Bins = 10;
        // Wide images of many pixels: rounding moves hardly anything, and every window fits, so that none is drawn
        // again.
        var crop = new RandomResizedCrop(new(1, 2000, 2000), recipe.Seed) { Scale = (0.02, 0.2), Ratio = (0.25, 4) };
        int[][] counts = [new int[Bins], new int[Bins], new int[Bins], new int[Bins]];
        for (var i = 0; i < Draws; i++)
        {
            var window = cropping.Window(crop, i, recipe.Epoch);
            var (h, w) = ((double)window.Height, (double)window.Width);
            double[] uniform = [
                (h * w / 4e6 - 0.02) / 0.18,
                (Math.Log(w / h) / Math.Log(4) + 1) / 2,
                window.Top / (2001 - h),
                window.Left / (2001 - w),
            ];
            for (var k = 0; k < uniform.Length; k++)
            {
                counts[k][Math.Clamp((int)(Bins * uniform[k]), 0, Bins - 1)]++;
            }
        }

        // Where there are few places each of them counts: a window of 2×3 in 4×5 pixels has 3·3 of them, nine bins.
        var small = new RandomResizedCrop(new(1, 4, 5), recipe.Seed) { Scale = (0.3, 0.3), Ratio = (1.5, 1.5) };
        var places = new int[9];
        for (var i = 0; i < Draws; i++)
        {
            var window = cropping.Window(small, i, recipe.Epoch);
            places[3 * window.Top + window.Left]++;
        }

        // Pearson's statistic over ten bins, 9 degrees of freedom: above 70 with probability 2·10⁻¹¹.
        return Verdict.Below(recipe, counts.Append(places).Select(Pearson), threshold: 70);

        static double Pearson(int[] bins)
        {
            var expected = Draws / (double)bins.Length;
            return bins.Sum(count => (count - expected) * (count - expected) / expected);
        }
    }

    private static bool IsCentred(CropWindow window, CropRecipe recipe)
    {
        var (h, w) = (window.Height, window.Width);
        var ratio = recipe.Width / (double)recipe.Height;
        var largest = ratio < recipe.LeastRatio
            ? w == recipe.Width && Math.Abs(h - Math.Max(1, recipe.Width / recipe.LeastRatio)) <= 0.5
            : ratio > recipe.MostRatio
            ? h == recipe.Height && Math.Abs(w - Math.Max(1, recipe.Height * recipe.MostRatio)) <= 0.5
            : (h, w) == (recipe.Height, recipe.Width);
        return largest && window.Top == (recipe.Height - h) / 2 && window.Left == (recipe.Width - w) / 2;
    }
}
