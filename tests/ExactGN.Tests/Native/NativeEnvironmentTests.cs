using System.Text;

namespace ExactGN.Tests;

/// <summary>The report says what this process has, and each problem comes with a remedy.</summary>
public sealed class NativeEnvironmentTests
{
    private static readonly NativeEnvironment Broken = new()
    {
        Platform = NativeFiles.Platform,
        Files = [File("LibTorchSharp"), File("torch"), File("torch_cpu"), File("c10")],
        Loading = NativeLoading.Failed,
        Failure = "cannot open shared object file",
    };

    [Fact]
    public void This_process_is_healthy_and_needs_no_advice()
    {
        var found = NativeEnvironment.Probe();

        Assert.NotEqual(NativeLoading.Failed, found.Loading);
        Assert.Null(found.Failure);
        Assert.Empty(found.Advice);
        Assert.Begins("2.", found.LibTorchVersion);
        Assert.All(found.Files.Take(3), file => Assert.True(System.IO.File.Exists(file.Path), file.Name));
    }

    [SkippableFact]
    public void The_weak_version_is_used_exactly_when_the_standard_library_is_too_old()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Symbol versions of this kind exist on Linux only.");

        var found = NativeEnvironment.Probe();

        Assert.NotNull(found.StandardLibrary);
        Assert.Equal(new Version(3, 4, 32), found.NamedVersion);
        Assert.Equal(found.NeedsWeakVersion, found.Loading == NativeLoading.WeakVersion);
    }

    [Fact]
    public void Missing_packages_are_named()
    {
        var advice = (Broken with { Files = [] }).Advice;

        Assert.Equal(2, advice.Count);
        Assert.Says("add the package TorchSharp", advice[0]);
        Assert.Says($"libtorch-cpu-{NativeFiles.Platform}", advice[1]);
    }

    [Fact]
    public void An_old_standard_library_is_named_with_both_versions_and_the_reason()
    {
        var old = Broken with { OfferedVersion = new(3, 4, 30), NamedVersion = new(3, 4, 33), Declined = "no room" };

        var advice = Assert.Single(old.Advice);

        Assert.Says("offers GLIBCXX up to 3.4.30", advice);
        Assert.Says("names 3.4.33", advice);
        Assert.Says("no room", advice);
    }

    [Fact]
    public void An_old_standard_library_is_no_problem_of_its_own_while_libtorch_is_missing() =>
        Assert.Says("libtorch-cpu", Assert.Single((Broken with
        {
            Files = [File("LibTorchSharp"), File("torch"), File("torch_cpu")],
            OfferedVersion = new(3, 4, 30),
            NamedVersion = new(3, 4, 32),
        }).Advice));

    [Fact]
    public void Any_other_failure_is_passed_on_in_the_loaders_words() =>
        Assert.Says("cannot open shared object file", Assert.Single(Broken.Advice));

    [Theory]
    [InlineData("GLIBCXX_3.4.9\0GLIBCXX_3.4.30\0GLIBCXX_3.4.29\0", "3.4.30")]
    [InlineData("GLIBCXX_TUNABLES\0x\0GLIBCXX_3.4\0", "3.4")]
    [InlineData("GLIBCXX_3.4.30", null)] // cut off before its end
    [InlineData("GLIBCXX_GLIBCXX_\0", null)]
    [InlineData("", null)]
    public void The_newest_version_is_the_greatest_not_the_last(string bytes, string? newest) =>
        Assert.Equal(newest, LibStdCxx.NewestVersion(Encoding.ASCII.GetBytes(bytes))?.ToString());

    private static NativeFile File(string library) => new(NativeFiles.FileName(library), "present");
}
