namespace ExactGN.Experiments.Tests;

/// <summary>Data sets of a few images whose sums are true, and the files that they are published as.</summary>
/// <param name="Source">The data set.</param>
/// <param name="Published">What a server would offer, by name.</param>
internal sealed record SmallSource(DataSource Source, IReadOnlyDictionary<string, byte[]> Published)
{
    internal static readonly PixelNormalisation Plain = new([0], [1]);

    /// <summary>Two IDX parts, offered gzipped one by one.</summary>
    internal static SmallSource Idx(params Uri[] homes)
    {
        var (train, test) = (
            (Images: SmallFiles.Images(5), Labels: SmallFiles.Labels(5)),
            (Images: SmallFiles.Images(3, seed: 2), Labels: SmallFiles.Labels(3)));
        var source = new DataSource
        {
            Id = "small",
            Name = "Small",
            Shape = new(1, 28, 28),
            Normalisation = Plain,
            Train = IdxPart.LikeMnist("train", 5, SmallFiles.Md5(train.Images), SmallFiles.Md5(train.Labels)),
            Test = IdxPart.LikeMnist("t10k", 3, SmallFiles.Md5(test.Images), SmallFiles.Md5(test.Labels)),
            Homes = homes,
            SumsBy = "these tests",
            Licence = "none",
        };
        return new(source, new Dictionary<string, byte[]>
        {
            ["train-images-idx3-ubyte.gz"] = SmallFiles.Packed(train.Images),
            ["train-labels-idx1-ubyte.gz"] = SmallFiles.Packed(train.Labels),
            ["t10k-images-idx3-ubyte.gz"] = SmallFiles.Packed(test.Images),
            ["t10k-labels-idx1-ubyte.gz"] = SmallFiles.Packed(test.Labels),
        });
    }

    /// <summary>Three batches in an archive.</summary>
    internal static SmallSource Batches(params Uri[] homes)
    {
        (string Name, byte[] Content)[] batches = [
            ("one.bin", SmallFiles.Batch(4, 1)),
            ("two.bin", SmallFiles.Batch(4, 2)),
            ("test.bin", SmallFiles.Batch(2, 3)),
        ];
        var archive = SmallFiles.Archive([
            .. batches.Select(batch => ($"somewhere/{batch.Name}", batch.Content)), ("somewhere/readme.html", [1, 2, 3])
        ]);
        var source = new DataSource
        {
            Id = "small",
            Name = "Small",
            Shape = CifarBinary.Shape,
            Normalisation = new([0, 0, 0], [1, 1, 1]),
            Train = new CifarPart(File(0), File(1)),
            Test = new CifarPart(File(2)),
            Archive = new("small.tar.gz", archive.Length, SmallFiles.Md5(archive)),
            Homes = homes,
            SumsBy = "these tests",
            Licence = "none",
        };
        return new(source, new Dictionary<string, byte[]> { ["small.tar.gz"] = archive });

        DataFile File(int k) =>
            new(batches[k].Name, batches[k].Content.Length / CifarBinary.Record, batches[k].Content.Length);
    }

    internal void WriteTo(TemporaryFolder folder, string below = "")
    {
        foreach (var (name, content) in Published)
        {
            folder.Write(Path.Combine(below, name), content);
        }
    }
}
