namespace ExactGN.Experiments.Data.Augmentation;

/// <summary>The rectangle that a crop keeps, in whole pixels.</summary>
/// <param name="Top">Its first row.</param>
/// <param name="Left">Its first column.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
public readonly record struct CropWindow(int Top, int Left, int Height, int Width)
{
    private const int Attempts = 10;

    /// <summary>
    /// Draws the area A uniformly and, independently, the logarithm of the ratio r = width/height; then width = √(A·r),
    /// height = √(A/r), rounded half to even, and a uniform place. What does not fit is drawn again, ten times;
    /// then the largest centred rectangle with a permitted ratio is taken.
    /// </summary>
    /// <remarks>As <c>RandomResizedCrop.get_params</c> of torchvision 0.x, with its order of draws;
    /// its random numbers are its own.</remarks>
    /// <param name="random">The generator.</param>
    /// <param name="height">The image's rows.</param>
    /// <param name="width">The image's columns.</param>
    /// <param name="scale">The least and the most that A may be of the image's area.</param>
    /// <param name="ratio">The least and the most that r may be.</param>
    internal static CropWindow Draw(
        SplitMix64 random, int height, int width, (double Least, double Most) scale, (double Least, double Most) ratio)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var area = height * width * random.Between(scale.Least, scale.Most);
            var r = Math.Exp(random.Between(Math.Log(ratio.Least), Math.Log(ratio.Most)));
            var (w, h) = ((int)Math.Round(Math.Sqrt(area * r)), (int)Math.Round(Math.Sqrt(area / r)));
            if (w > 0 && w <= width && h > 0 && h <= height)
            {
                return new(random.Below(height - h + 1), random.Below(width - w + 1), h, w);
            }
        }

        return Centred(height, width, ratio);
    }

    private static CropWindow Centred(int height, int width, (double Least, double Most) ratio)
    {
        var r = width / (double)height;
        var (h, w) = r < ratio.Least ? (Side(width / ratio.Least), width)
            : r > ratio.Most ? (height, Side(height * ratio.Most))
            : (height, width);
        return new((height - h) / 2, (width - w) / 2, h, w);

        // torchvision's may round to nothing.
        static int Side(double length) => Math.Max(1, (int)Math.Round(length));
    }
}
