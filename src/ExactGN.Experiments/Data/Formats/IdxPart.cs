namespace ExactGN.Experiments.Data.Formats;

/// <summary>A part in two IDX files.</summary>
/// <param name="Images">The file of images.</param>
/// <param name="Labels">The file of labels.</param>
/// <param name="Shape">The images' shape.</param>
/// <param name="Classes">c.</param>
public sealed record IdxPart(DataFile Images, DataFile Labels, ImageShape Shape, int Classes) : DataPart
{
    /// <inheritdoc/>
    public override IReadOnlyList<DataFile> Files => [Images, Labels];

    /// <inheritdoc/>
    public override int Samples => Images.Samples;

    /// <summary>Names the files as MNIST does, <c>prefix-images-idx3-ubyte</c> and <c>prefix-labels-idx1-ubyte</c>,
    /// with 28×28 images of ten classes.</summary>
    /// <param name="prefix">"train" or "t10k".</param>
    /// <param name="samples">The number of images.</param>
    /// <param name="images">The sum of the file of images.</param>
    /// <param name="labels">The sum of the file of labels.</param>
    public static IdxPart LikeMnist(string prefix, int samples, FileSum images, FileSum labels)
    {
        var shape = new ImageShape(1, 28, 28);
        return new(
            new($"{prefix}-images-idx3-ubyte", samples, 16 + (long)samples * shape.Features, images),
            new($"{prefix}-labels-idx1-ubyte", samples, 8 + samples, labels),
            shape,
            Classes: 10);
    }

    /// <inheritdoc/>
    public override LabelledImages Read(string folder) =>
        IdxFile.Read(Images.Require(folder), Labels.Require(folder), Shape, Classes, Samples);

    /// <inheritdoc/>
    public override int Count(DataFile file, string path) => file == Images
        ? IdxFile.ReadImages(path, Shape, Samples).Length / Shape.Features
        : IdxFile.ReadLabels(path, Classes, Samples).Length;
}
