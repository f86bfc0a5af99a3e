using ExactGN.Tests;

namespace ExactGN.Experiments.Tests;

/// <summary>Files as the field has them: gzip of several members, dots for dashes, torchvision's layout,
/// and paths that begin with ~.</summary>
public sealed class FileNameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void A_gzip_file_of_several_members_is_one_content(int members)
    {
        // The last may be empty, as block gzip ends.
        var images = SmallFiles.Images(60);
        var cut = images.Length / members;
        byte[][] parts = [
            .. Enumerable.Range(0, members)
                .Select(i => images[(i * cut)..(i == members - 1 ? images.Length : (i + 1) * cut)]),
            [],
        ];
        foreach (var count in (int[])[members, members + 1])
        {
            var packed = parts.Take(count).SelectMany(SmallFiles.Packed).ToArray();
            var path = _folder.Write($"members-{count}", packed);

            Assert.Equal(images[16..], IdxFile.ReadImages(path, new(1, 28, 28), 60).ToArray());

            foreach (var cutOff in (int[])[1, 4, 8, 12])
            {
                var short1 = _folder.Write("short", packed[..^cutOff]);
                Assert.Ends(
                    "must be a whole gzip file, and it is damaged or cut short.",
                    Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(short1, new(1, 28, 28), 60)).Message);
            }
        }
    }

    [Theory, InlineData(1), InlineData(3), InlineData(9), InlineData(512), InlineData(10_000)]
    public void Zeros_after_the_last_member_are_passed_over_and_nothing_else_is(int zeros)
    {
        // The second ends in zeros of its own; the third in an empty member, which is nearly all zeros.
        var images = SmallFiles.Images(60);
        byte[][] files = [
            SmallFiles.Packed(images),
            SmallFiles.Packed([.. images[..16], .. new byte[60 * 784]]),
            [.. SmallFiles.Packed(images), .. SmallFiles.Packed([])],
        ];
        foreach (var (content, packed) in new[] { images, [.. images[..16], .. new byte[60 * 784]], images }.Zip(files))
        {
            var padded = _folder.Write("padded", [.. packed, .. new byte[zeros]]);
            Assert.Equal(content[16..], IdxFile.ReadImages(padded, new(1, 28, 28), 60).ToArray());

            foreach (byte[] broken in (byte[][])[
                [.. packed[..^5], .. new byte[zeros]],
                [.. packed, .. new byte[zeros], 1],
                [.. packed[..^8], (byte)(packed[^8] ^ 1), .. packed[^7..], .. new byte[zeros]],
            ])
            {
                var path = _folder.Write("broken", broken);
                Assert.Ends(
                    "must be a whole gzip file, and it is damaged or cut short.",
                    Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path, new(1, 28, 28), 60)).Message);
            }
        }
    }

    [Theory]
    [InlineData("mnist", "mnist", "-idx")]
    [InlineData("mnist", "mnist", ".idx")]
    [InlineData("mnist", "MNIST/raw", "-idx")]
    [InlineData("mnist", "MNIST/raw", ".idx")]
    [InlineData("mnist", "MNIST", "-idx")]
    [InlineData("fashion-mnist", "FashionMNIST/raw", "-idx")]
    public void Usual_names_are_found_from_the_folder_above_and_from_the_folder_itself(
        string id, string layout, string dash)
    {
        foreach (var (name, content) in ((string, byte[])[])[
            ("train-images-idx3-ubyte", SmallFiles.Images(4)),
            ("train-labels-idx1-ubyte", SmallFiles.Labels(4)),
            ("t10k-images-idx3-ubyte", SmallFiles.Images(2)),
            ("t10k-labels-idx1-ubyte", SmallFiles.Labels(2)),
        ])
        {
            _folder.Write($"{layout}/{name.Replace("-idx", dash, StringComparison.Ordinal)}", content);
        }

        foreach (var given in (string[])[
            _folder.Path, Path.Combine(_folder.Path, layout), Path.Combine(_folder.Path, layout.Split('/')[0])])
        {
            using var data = new DataFolder(given, "test").Find(DataCatalogue.Named(id))!.Load();
            Assert.Equal((4, 2), (data.TrainSamples, data.TestSamples));
        }
    }

    [Fact]
    public void Every_layout_is_named_on_the_data_page()
    {
        var page = File.ReadAllText(Repository.PathOf("theory", "data.md"));

        Assert.All(DataCatalogue.All, source => Assert.All(
            (string[])[source.Id, .. source.OtherFolders],
            folder => Assert.Says($"`{folder}`", page)));
        Assert.All(
            DataCatalogue.Named("mnist").Files,
            file => Assert.Says($"`{file.Name}`", page));
        Assert.All(
            DataCatalogue.Named("cifar10").Files.Take(1).Append(DataCatalogue.Named("cifar10").Files.Last()),
            file => Assert.Says($"`{file.Name}`", page));
    }

    [Fact]
    public void A_tilde_is_the_home_folder()
    {
        var home = Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        Assert.Equal($"{home}/x", HomePath.Expanded("~/x"));
        Assert.Equal(home, HomePath.Expanded("~"));
        Assert.Equal("./~/x", HomePath.Expanded("./~/x"));
        Assert.Equal("a~", HomePath.Expanded("a~"));
        Assert.Equal($"--out={home}/x", HomePath.ExpandedWord("--out=~/x"));
        Assert.Equal($"{home}/x", HomePath.ExpandedWord("~/x"));
        Assert.Equal("--out", HomePath.ExpandedWord("--out"));
        Assert.Equal("--set", HomePath.ExpandedWord("--set"));
        Assert.Says(
            "another user's is written out, got '~bob/x'",
            Assert.Throws<ArgumentException>(() => HomePath.ExpandedWord("--out=~bob/x")).Message);
        Assert.Equal(
            $"{home}/data", DataSearch.Order(null, name => name == DataSearch.Variable ? "~/data" : null).Target.Path);
    }
}
