namespace ExactGN.Experiments.Data.Augmentation;

/// <summary>The ranges a random resized crop is drawn from; the published values by default.</summary>
/// <param name="LeastScale">Least share of the image's area.</param>
/// <param name="MostScale">Greatest share.</param>
/// <param name="LeastRatio">Least width over height.</param>
/// <param name="MostRatio">Greatest.</param>
public sealed record CropOptions(
    double LeastScale = 0.08, double MostScale = 1, double LeastRatio = 0.75, double MostRatio = 1.33)
{
    internal RandomResizedCrop For(ImageShape shape, int seed) =>
        new(shape, seed) { Scale = (LeastScale, MostScale), Ratio = (LeastRatio, MostRatio) };
}
