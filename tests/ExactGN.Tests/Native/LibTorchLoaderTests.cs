using System.Runtime.Versioning;

namespace ExactGN.Tests;

/// <summary>Loading works in this process and leaves nothing behind.</summary>
public sealed class LibTorchLoaderTests
{
    [Fact]
    public void A_tensor_can_be_made()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(6.0, arange(4, dtype: float64).sum().item<double>());
    }

    [Fact]
    public void Registering_again_does_nothing()
    {
        LibTorchLoader.Register();

        A_tensor_can_be_made();
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void No_temporary_copy_is_left_behind()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The copy is made on Linux only.");
        A_tensor_can_be_made();

        // Paths mapped into this process, so that copies of other processes do not count;
        // a deleted file is listed with that remark.
        string[] mapped = [.. File.ReadLines("/proc/self/maps")
            .Where(line => Path.GetFileName(line).StartsWith(OwnerOnlyCopy.Prefix, StringComparison.Ordinal))];

        Assert.Equal(LibTorchLoader.HasLoaded, mapped.Length > 0);
        Assert.All(mapped, line => Assert.Ends(" (deleted)", line));
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void The_copy_belongs_to_its_owner_alone_and_disappears()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no Unix file modes.");
        string path;
        using (var copy = new OwnerOnlyCopy([1, 2, 3]))
        {
            path = copy.FilePath;
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        }

        Assert.False(File.Exists(path));
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void Two_copies_have_different_names()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no Unix file modes.");
        using var one = new OwnerOnlyCopy([]);
        using var other = new OwnerOnlyCopy([]);

        Assert.NotEqual(one.FilePath, other.FilePath);
    }
}
