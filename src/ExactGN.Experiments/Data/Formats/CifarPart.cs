namespace ExactGN.Experiments.Data.Formats;

/// <summary>A part in one or more batches of CIFAR-10's binary version. The first batches alone are a subset,
/// and so is a batch with fewer records.</summary>
/// <param name="Batches">The files, in order.</param>
public sealed record CifarPart(params IReadOnlyList<DataFile> Batches) : DataPart
{
    /// <inheritdoc/>
    public override IReadOnlyList<DataFile> Files => Batches;

    /// <inheritdoc/>
    public override int Samples => Batches.Sum(file => file.Samples);

    /// <summary>A batch of 10,000 images.</summary>
    /// <param name="name">The file's name.</param>
    public static DataFile Batch(string name) => new(name, 10_000, 10_000L * CifarBinary.Record);

    /// <inheritdoc/>
    /// <exception cref="FileNotFoundException">The first batch is missing, or one before another that
    /// is there.</exception>
    public override LabelledImages Read(string folder)
    {
        var present = Batches.Count(file => file.In(folder) is not null);
        return LabelledImages.Join([
            .. Batches.Take(Math.Max(1, present)).Select(file => CifarBinary.Read(file.Require(folder), file.Samples))
        ]);
    }

    /// <inheritdoc/>
    public override int Count(DataFile file, string path) => CifarBinary.Read(path, file.Samples).Count;

    /// <summary>Whether it is not the first batch, and no later one is there.</summary>
    /// <param name="file">The batch.</param>
    /// <param name="folder">The folder.</param>
    public override bool MayLack(DataFile file, string folder) =>
        file != Batches[0] && Batches.SkipWhile(other => other != file).All(later => later.In(folder) is null);
}
