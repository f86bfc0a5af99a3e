namespace ExactGN.Experiments.Tests;

public sealed class DataFetchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly HttpClient _client = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly TemporaryFolder _target = new();
    private readonly List<string> _reports = [];

    public void Dispose()
    {
        _client.Dispose();
        _target.Dispose();
    }

    [Fact]
    public async Task Files_come_from_home_are_verified_and_can_be_loaded()
    {
        var (source, server) = Serve(SmallSource.Idx);
        using (server)
        {
            await Bring(source);

            Assert.Equal(
                [
                    "small/t10k-images-idx3-ubyte.gz",
                    "small/t10k-labels-idx1-ubyte.gz",
                    "small/train-images-idx3-ubyte.gz",
                    "small/train-labels-idx1-ubyte.gz",
                ],
                Found());
            Assert.Equal(4, server.Asked.Count);
            var located = new DataFolder(_target.Path, "here").Find(source)!;
            Assert.All(located.Check(), check => Assert.Equal(FileStanding.Verified, check.Standing));
            using var data = located.Load();
            Assert.Equal(("Small", 5, 3), (data.Name, data.TrainSamples, data.TestSamples));

            await Bring(source);

            Assert.Equal(4, server.Asked.Count);
        }
    }

    [Fact]
    public async Task An_archive_is_unpacked_to_its_files_and_their_sums()
    {
        var (source, server) = Serve(SmallSource.Batches);
        using (server)
        {
            await Bring(source);

            Assert.Equal(["small/SHA256SUMS", "small/one.bin", "small/test.bin", "small/two.bin"], Found());
            var located = new DataFolder(_target.Path, "here").Find(source)!;
            Assert.All(located.Check(), check => Assert.Equal(FileStanding.Verified, check.Standing));

            var damaged = Path.Combine(_target.Path, "small", "two.bin");
            var bytes = File.ReadAllBytes(damaged);
            bytes[100] ^= 1;
            File.WriteAllBytes(damaged, bytes);

            var bad = Assert.Single(located.Check(), check => check.Standing != FileStanding.Verified);
            Assert.Equal(("two.bin", FileStanding.Bad), (bad.File, bad.Standing));
            Assert.Says($"'{damaged}' must have the SHA256 sum", bad.Says);

            await Bring(source);

            Assert.All(located.Check(), check => Assert.Equal(FileStanding.Verified, check.Standing));
        }
    }

    [Theory]
    [InlineData((int)Manners.Truncated, "the connection ended after")]
    [InlineData((int)Manners.TruncatedUnannounced, "damaged or cut short")]
    [InlineData((int)Manners.Stalled, "sent nothing for 1 s")]
    [InlineData((int)Manners.Silent, "did not answer within 1 s")]
    [InlineData((int)Manners.Corrupt, "must")]
    [InlineData((int)Manners.WrongPage, "must hold")]
    [InlineData((int)Manners.Endless, "must hold at most")]
    [InlineData((int)Manners.Busy, "answered 503 Service Unavailable")]
    public async Task A_transfer_that_goes_wrong_is_named_and_leaves_earlier_files_and_nothing_else(
        int manners, string says)
    {
        var (source, server) = Serve(
            SmallSource.Idx,
            path => path.StartsWith("t10k-images", StringComparison.Ordinal) ? (Manners)manners : Manners.Good);
        using (server)
        {
            var error = await Assert.ThrowsAsync<IOException>(() => Bring(source));

            Assert.Says($"{server.Address}t10k-images-idx3-ubyte.gz' ", error.Message);
            Assert.Says(says, error.Message);
            Assert.DoesNotContain('\n', error.Message);
            Assert.Equal(["small/train-images-idx3-ubyte.gz", "small/train-labels-idx1-ubyte.gz"], Found());
        }
    }

    [Theory]
    [InlineData((int)Manners.Truncated, "the connection ended after")]
    [InlineData((int)Manners.TruncatedUnannounced, "bytes, got")]
    [InlineData((int)Manners.Corrupt, "must have the MD5 sum")]
    public async Task An_archive_that_is_not_the_published_one_is_not_unpacked(int manners, string says)
    {
        var (source, server) = Serve(SmallSource.Batches, _ => (Manners)manners);
        using (server)
        {
            var error = await Assert.ThrowsAsync<IOException>(() => Bring(source));

            Assert.Says(says, error.Message);
            Assert.Empty(Found());
        }
    }

    [Fact]
    public async Task The_next_home_is_asked_when_one_does_not_have_the_file_or_has_another()
    {
        var published = SmallSource.Idx().Published;
        using var without = new LocalServer(new Dictionary<string, byte[]>());
        using var corrupt = new LocalServer(published, _ => Manners.Corrupt);
        using var good = new LocalServer(published);

        await Bring(SmallSource.Idx(without.Address, corrupt.Address, good.Address).Source);

        Assert.Equal(4, Found().Length);
        Assert.Equal((4, 4), (corrupt.Asked.Count, good.Asked.Count));
    }

    [Fact]
    public async Task What_no_home_has_is_named_with_every_home()
    {
        using var one = new LocalServer(new Dictionary<string, byte[]>());
        using var two = new LocalServer(new Dictionary<string, byte[]>());

        var error = await Assert.ThrowsAsync<IOException>(
            () => Bring(SmallSource.Idx(one.Address, two.Address).Source));

        Assert.Says(
            $"'{one.Address}' does not have train-images-idx3-ubyte; '{two.Address}' does not have "
            + "train-images-idx3-ubyte.",
            error.Message);
        Assert.SaysNot("--from", error.Message);
        Assert.False(Directory.Exists(Path.Combine(_target.Path, "small")));
    }

    [Fact]
    public async Task Without_a_connection_the_message_says_what_helps()
    {
        Uri nobody;
        using (var gone = new LocalServer(new Dictionary<string, byte[]>()))
        {
            nobody = gone.Address;
        }

        var error = await Assert.ThrowsAsync<IOException>(() => Bring(SmallSource.Idx(nobody).Source));

        Assert.Says($"'{nobody}train-images-idx3-ubyte.gz' cannot be reached", error.Message);
        Assert.Says("without a connection, --from takes a mirror's address or a folder", error.Message);
        Assert.Empty(Found());
    }

    [Theory]
    [InlineData("")]
    [InlineData("small")]
    public async Task A_folder_or_a_mirror_may_have_the_files_in_a_folder_of_the_set_or_not(string below)
    {
        var small = SmallSource.Idx();
        using var folder = new TemporaryFolder();
        small.WriteTo(folder, below);
        using var mirror = new LocalServer(small.Published.ToDictionary(
            file => below.Length > 0 ? $"{below}/{file.Key}" : file.Key, file => file.Value));
        using var elsewhere = new TemporaryFolder();

        await Bring(small.Source, folder.Path);
        await new DataFetch(_client, Patience, _reports.Add)
            .Bring(small.Source, elsewhere.Path, mirror.Address.AbsoluteUri.TrimEnd('/'), CancellationToken.None);

        Assert.Equal(4, Found().Length);
        Assert.Equal(Found(), elsewhere.Files.Select(Slashes));
    }

    [Fact]
    public async Task A_damaged_plain_file_does_not_hide_the_one_that_was_fetched()
    {
        var small = SmallSource.Idx();
        using var folder = new TemporaryFolder();
        small.WriteTo(folder);
        _target.Write("small/train-labels-idx1-ubyte", [0, 0]);

        await Bring(small.Source, folder.Path);

        Assert.DoesNotContain("small/train-labels-idx1-ubyte", Found());
        using var data = new DataFolder(_target.Path, "here").Find(small.Source)!.Load();
        Assert.Equal(5, data.TrainSamples);
    }

    [Fact]
    public async Task Whoever_interrupts_leaves_no_half_file()
    {
        var (source, server) = Serve(SmallSource.Idx, _ => Manners.Stalled);
        using (server)
        {
            using var interrupt = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                new DataFetch(_client, TimeSpan.FromMinutes(1), _reports.Add)
                    .Bring(source, _target.Path, null, interrupt.Token));

            Assert.Empty(Found());
        }
    }

    [Fact]
    public async Task What_from_cannot_be_is_refused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Bring(SmallSource.Idx().Source, "ftp://nowhere"));

        Assert.Equal(
            "--from takes a folder or an address that begins with https:// (http:// on this machine alone), "
            + "got 'ftp://nowhere'.",
            error.Message);
    }

    [Fact]
    public async Task Every_home_is_reached_over_TLS()
    {
        Assert.All(DataCatalogue.All.SelectMany(source => source.Homes), home => Assert.Equal("https", home.Scheme));
        await Assert.ThrowsAsync<ArgumentException>(() => Bring(SmallSource.Idx().Source, "http://example.org/mnist"));
    }

    private static (DataSource Source, LocalServer Server) Serve(
        Func<Uri[], SmallSource> small, Func<string, Manners>? manners = null)
    {
        var server = new LocalServer(small([]).Published, manners);
        return (small([server.Address]).Source, server);
    }

    private Task Bring(DataSource source, string? from = null) =>
        new DataFetch(_client, Patience, _reports.Add).Bring(source, _target.Path, from, CancellationToken.None);

    private string[] Found() => [.. _target.Files.Select(Slashes)];

    private static string Slashes(string path) => path.Replace('\\', '/');
}
