namespace ExactGN.Experiments.Data;

/// <summary>The data sets that this program knows.</summary>
/// <remarks>
/// Normalisation of MNIST and CIFAR-10 as in the paper's public configuration (arXiv:2411.07979). The paper does
/// not use Fashion-MNIST: its constants are the mean and population standard deviation of its own training pixels,
/// 0.28604 and 0.35302, to four digits.
/// </remarks>
public static class DataCatalogue
{
    /// <summary>The name of the digits that are embedded; see <see cref="Experiments.Data.Digits"/>.</summary>
    public const string Digits = "digits";

    /// <summary>The data sets in files.</summary>
    public static IReadOnlyList<DataSource> All { get; } =
    [
        new()
        {
            Id = "mnist",
            Name = "MNIST",
            // torchvision's layout, and that of its archive.
            OtherFolders = ["MNIST/raw", "MNIST", "mnist/raw"],
            Shape = new(1, 28, 28),
            Normalisation = new([0.1307], [0.3081]),
            Train = IdxPart.LikeMnist(
                "train",
                60_000,
                FileSum.Md5("6bbc9ace898e44ae57da46a324031adb"),
                FileSum.Md5("a25bea736e30d166cdddb491f175f624")),
            Test = IdxPart.LikeMnist(
                "t10k",
                10_000,
                FileSum.Md5("2646ac647ad5339dbf082846283269ea"),
                FileSum.Md5("27ae3e4e09519cfbb04c329615203637")),
            // The authors' own page no longer serves the files; these are the copies that PyTorch and TensorFlow fetch.
            Homes = [
                new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
                new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
            ],
            SumsBy = "the commonly published sums of the original files, unpacked",
            Licence = "Y. LeCun, C. Cortes, C. Burges; CC BY-SA 3.0 according to Keras",
        },
        new()
        {
            Id = "fashion-mnist",
            Name = "Fashion-MNIST",
            OtherFolders = ["FashionMNIST/raw", "FashionMNIST", "fashion-mnist/raw"],
            Shape = new(1, 28, 28),
            Normalisation = new([0.2860], [0.3530]),
            Train = IdxPart.LikeMnist(
                "train",
                60_000,
                FileSum.Md5("f4a8712d7a061bf5bd6d2ca38dc4d50a"),
                FileSum.Md5("9018921c3c673c538a1fc5bad174d6f9")),
            Test = IdxPart.LikeMnist(
                "t10k",
                10_000,
                FileSum.Md5("8181f5470baa50b63fa0f6fddb340f0a"),
                FileSum.Md5("15d484375f8d13e6eb1aabb0c3f46965")),
            Homes = [new("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/")],
            // The README gives the sums of the gzipped files; these are of what is in them.
            SumsBy = "the contents of the files whose gzipped sums the authors' README gives, "
                + "https://github.com/zalandoresearch/fashion-mnist",
            Licence = "Zalando SE; MIT",
        },
        new()
        {
            Id = "cifar10",
            Name = "CIFAR-10",
            OtherFolders = ["cifar-10-batches-bin"],
            Shape = CifarBinary.Shape,
            Normalisation = new([0.49139968, 0.48215827, 0.44653124], [0.24703233, 0.24348505, 0.26158768]),
            Train = new CifarPart([.. Enumerable.Range(1, 5).Select(k => CifarPart.Batch($"data_batch_{k}.bin"))]),
            Test = new CifarPart(CifarPart.Batch("test_batch.bin")),
            Archive = new("cifar-10-binary.tar.gz", 170_052_171, FileSum.Md5("c32a1d4ab5d03f1284b67883e8d87530")),
            Homes = [new("https://www.cs.toronto.edu/~kriz/")],
            SumsBy = "the author's page, https://www.cs.toronto.edu/~kriz/cifar.html",
            Licence = "A. Krizhevsky, V. Nair, G. Hinton; no licence stated, citation asked for",
        },
    ];

    /// <summary>The data set of a name.</summary>
    /// <param name="id">Its <see cref="DataSource.Id"/>.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static DataSource Named(string id) => All.FirstOrDefault(source => source.Id == id)
        ?? throw new ArgumentException(
            $"A data set in files is one of {string.Join(", ", All.Select(source => source.Id))}, got '{id}'.");

    /// <summary>How many training images are there, before hours are spent on them.</summary>
    /// <param name="id">"digits" or the id of a data set in files.</param>
    /// <param name="search">Where to look.</param>
    /// <returns>The number, and where they are.</returns>
    /// <exception cref="FileNotFoundException">The data set is not there.</exception>
    public static (int Count, string Place) TrainImages(string id, DataSearch search)
    {
        if (id == Digits)
        {
            return (Experiments.Data.Digits.TrainSamples, "the digits");
        }

        var located = search.Require(Named(id));
        return (located.Source.Train.Read(located.Folder).Count, located.Folder);
    }

    /// <summary>A data set's name for readers.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="ArgumentException">There is none of that id.</exception>
    public static string Title(string id) => id == Digits ? "8×8 digits" : Named(id).Name;

    /// <summary>The shape of a data set's images.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="ArgumentException">There is none of that id.</exception>
    public static ImageShape Shape(string id) => id == Digits ? new(1, 8, 8) : Named(id).Shape;

    /// <summary>Loads a data set: the embedded digits, or files wherever the search order finds them.</summary>
    /// <param name="id">"digits" or a <see cref="DataSource.Id"/>.</param>
    /// <param name="search">Where to look.</param>
    /// <param name="subset">The training images to take, the first ones; all when null.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">The device; the CPU when null.</param>
    /// <returns>The data set; the caller owns it.</returns>
    /// <exception cref="ArgumentException">There is no such data set, or it has fewer images.</exception>
    /// <exception cref="InvalidDataException">A file is malformed; the message names it.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static DataSet Load(
        string id, DataSearch search, int? subset = null, ScalarType dtype = ScalarType.Float32, Device? device = null)
    {
        if (id != Digits)
        {
            return search.Require(Named(id)).Load(subset, dtype, device);
        }

        using var digits = Experiments.Data.Digits.Load(dtype, device);
        return digits.First(subset);
    }
}
