namespace ExactGN.Experiments.Tests;

public sealed class DataSearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_order_is_data_dir_then_EXACTGN_DATA_then_the_cache_then_Debian()
    {
        var search = DataSearch.Order(
            "given", name => name switch { "EXACTGN_DATA" => "variable", "XDG_CACHE_HOME" => "cache", _ => null });

        Assert.Equal(
            ["--data-dir", "EXACTGN_DATA", "your cache folder"],
            search.Folders.Take(3).Select(folder => folder.Reason));
        Assert.Equal(["given", "variable"], search.Folders.Take(2).Select(folder => folder.Path));
        Assert.Equal("given", search.Target.Path);
        Assert.Equal("your cache folder", DataSearch.Order(null, _ => null).Target.Reason);
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(
                [Path.Combine("cache", "exactgn", "data"), "/usr/share/datasets"],
                search.Folders.Skip(2).Select(folder => folder.Path));
        }
    }

    [Fact]
    public void The_first_folder_with_any_of_the_files_counts()
    {
        var small = SmallSource.Idx();
        small.WriteTo(_folder, "second/small");
        _folder.Write("first/small/train-images-idx3-ubyte", SmallFiles.Images(5));
        var search = new DataSearch([At("nowhere"), At("first"), At("second")]);

        var found = search.Require(small.Source);

        Assert.Equal("first", found.Reason);
        Assert.Equal(
            $"'{Path.Combine(_folder.Path, "first", "small")}' must hold the file train-labels-idx1-ubyte or "
            + "train-labels-idx1-ubyte.gz, and does not.",
            Assert.Throws<FileNotFoundException>(() => found.Load()).Message);
    }

    [Fact]
    public void What_is_nowhere_is_refused_with_the_places_and_what_helps()
    {
        var error = Assert.Throws<FileNotFoundException>(
            () => new DataSearch([At("a"), At("b")]).Require(DataCatalogue.Named("mnist")));

        Assert.Says(
            $"'{Path.Combine(_folder.Path, "a")}' (a) or '{Path.Combine(_folder.Path, "b")}' (b)", error.Message);
        Assert.Says("'exactgn data fetch mnist' fetches it", error.Message);
    }

    [Fact]
    public void The_first_batches_are_a_subset_whose_name_says_so_and_a_gap_is_none()
    {
        var small = SmallSource.Batches().Source;
        _folder.Write("here/small/one.bin", SmallFiles.Batch(3, 1));
        _folder.Write("here/small/test.bin.gz", SmallFiles.Packed(SmallFiles.Batch(2, 3)));
        var located = At("here").Find(small)!;

        using var data = located.Load(dtype: ScalarType.Float64);
        using var first = located.Load(subset: 2);

        Assert.Equal("Small (3 of 8 training images)", data.Name);
        Assert.Equal("Small (2 of 8 training images)", first.Name);
        Assert.Equal((3, 2), (data.TrainSamples, data.TestSamples));
        Assert.Equal(
            [FileStanding.Subset, FileStanding.Subset, FileStanding.Unverified],
            located.Check().Select(check => check.Standing));
        Assert.Equal(
            "A subset takes 1 to 3 of 3 images, got 4.",
            Assert.Throws<ArgumentException>(() => located.Load(subset: 4)).Message);

        File.Move(Path.Combine(located.Folder, "one.bin"), Path.Combine(located.Folder, "two.bin"));

        Assert.Says("must hold the file one.bin", Assert.Throws<FileNotFoundException>(() => located.Load()).Message);
        Assert.Equal(FileStanding.Missing, located.Check().First().Standing);
    }

    [Fact]
    public void A_data_set_is_loaded_by_its_name()
    {
        using var all = Digits.Load();
        using var digits = DataCatalogue.Load("digits", new DataSearch([]));
        using var subset = DataCatalogue.Load("digits", new DataSearch([]), subset: 100);

        Assert.Equal((all.Name, 1000, 797), (digits.Name, digits.TrainSamples, digits.TestSamples));
        Assert.Equal((100, 797), (subset.TrainSamples, subset.TestSamples));
        Assert.True(all.TrainInputs[..100].eq(subset.TrainInputs).all().ToBoolean());
        Assert.True(all.TrainTargets[..100].eq(subset.TrainTargets).all().ToBoolean());
        Assert.Says(
            "mnist, fashion-mnist, cifar10, got 'banana'",
            Assert.Throws<ArgumentException>(() => DataCatalogue.Load("banana", new DataSearch([]))).Message);
        Assert.Throws<ArgumentException>(() => all.First(0));
    }

    [Fact]
    public void A_load_leaves_no_tensor_but_the_data_sets_own()
    {
        var small = SmallSource.Idx();
        small.WriteTo(_folder, "small");
        var located = new DataFolder(_folder.Path, "here").Find(small.Source)!;
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        using (located.Load())
        {
            Assert.Equal(before + 4, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private DataFolder At(string name) => new(Path.Combine(_folder.Path, name), name);
}
