using System.Runtime.CompilerServices;
using System.Text;
using ExactGN.Experiments.Tests;
using ExactGN.Tests.Oracle;

namespace ExactGN.Tests.Reliability;

/// <summary>Readers of files on 10,000 damaged ones each: every file is read, or refused by one sentence of ours that
/// names it, with memory in proportion to the file and without an end that never comes.</summary>
[Trait("Category", "Full")]
public sealed class FuzzTests : IDisposable
{
    private const int Cases = 10_000;

    // Far above what any reader takes for all damaged files; one that hangs fails here and does not hold up the suite.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void IDX_images() => Withstands(
        Packed(SmallFiles.Images(3), SmallFiles.Images(1, seed: 2)),
        path => IdxFile.ReadImages(path, new(1, 28, 28), most: 5));

    [Fact]
    public void IDX_labels() =>
        Withstands(Packed(SmallFiles.Labels(40), SmallFiles.Labels(3)), path => IdxFile.ReadLabels(path, 10, most: 50));

    [Fact]
    public void CIFAR_batches() =>
        Withstands(Packed(SmallFiles.Batch(2, 1), SmallFiles.Batch(1, 3)), path => CifarBinary.Read(path, most: 3));

    [Fact]
    public void Published_configurations() => Withstands(
        [.. Directory.GetFiles(Repository.PathOf("fixtures", "configs"), "*.yaml")
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes)],
        path => PublishedRun.Of(PublishedFile.Read(path, [])));

    [Fact]
    public void Sweep_files() => Withstands(
        [File.ReadAllBytes(Repository.PathOf("tests", "slurm", "sweep.yaml"))], path => SweepFile.Read(path));

    [Fact]
    public void Sweep_plans() => Withstands(
        [Encoding.UTF8.GetBytes(
            SweepFile.Read(Repository.PathOf("tests", "slurm", "sweep.yaml")).Plan(ScalarType.Float32).Text)],
        path => SweepPlan.Read(path));

    [Fact]
    public void Oracle_cases() => Withstands(
        [.. ((string[])["case01", "case02"]).Select(name => File.ReadAllBytes(OracleFixtures.CasePath(name)))],
        path => OracleCase.Load(path));

    [Fact]
    public void Saved_networks() =>
        Withstands([Network(1, bias: true), Network(2, bias: false)], path => RevMlpFile.Load(path).Dispose());

    // A sound file, and the same gzipped.
    private static byte[][] Packed(params byte[][] sound) => [.. sound, .. sound.Select(SmallFiles.Packed)];

    private byte[] Network(int blocks, bool bias)
    {
        var path = Path.Combine(_folder.Path, "network");
        using var model = new RevMlp(new() { Features = 4, Hidden = 6, Blocks = blocks, Classes = 2, Bias = bias });
        RevMlpFile.Save(model, path);
        return File.ReadAllBytes(path);
    }

    private void Withstands(byte[][] sound, Action<string> read, [CallerMemberName] string reader = "")
    {
        var (path, accepted, refused) = (Path.Combine(_folder.Path, "fuzzed"), 0, 0);
        foreach (var one in sound)
        {
            File.WriteAllBytes(path, one);
            read(path);
        }

        var property = Prop.ForAll(Mutations.All(), mutation =>
        {
            var content = mutation.Of(sound);
            File.WriteAllBytes(path, content);
            var (before, tensors) =
                (GC.GetAllocatedBytesForCurrentThread(), DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            try
            {
                read(path);
                accepted++;
            }
            catch (InvalidDataException error)
            {
                refused++;
                Assert.DoesNotContain('\n', error.Message);
                Assert.Ends(".", error.Message);
                Assert.Says("fuzzed", error.Message);
            }

            Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

            // Managed memory; tensors are native, and a file's cannot be larger than it. Twenty times the largest sound
            // file, a hundred times this one, and the buffers of streams: 2 MB for a text of unknown length.
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(
                allocated < 20 * sound.Max(one => one.Length) + 100 * content.Length + (4 << 20),
                $"{allocated} bytes for a file of {content.Length}");
        });
        // As with every property: the same files each time, others with EXACTGN_SEED=random.
        var replay = CaseReplay.Parse(Steering.Replay(reader));
        var run = Task.Run(() => Check.One(
            Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(Cases).WithReplay(replay.ForFsCheck),
            property));

        Assert.True(run.Wait(Patience), $"still reading a damaged file after {Patience}; replay from {replay}");
        Assert.Equal(Cases, accepted + refused);
        Assert.True(
            accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused: one of the two was not tried");
    }
}
