namespace ExactGN.Tests;

/// <summary>The edit changes one flag of a sound file and nothing of any other.</summary>
public sealed class ElfVersionNeedsTests
{
    private const string Version = LibTorchLoader.UnusedVersion;

    [SkippableFact]
    public void Marking_the_unused_version_weak_changes_one_bit_of_the_installed_file()
    {
        var original = InstalledLibrary();
        var edited = (byte[])original.Clone();

        Assert.True(ElfVersionNeeds.TryMarkWeak(edited, Version));

        var changed = Assert.Single(Differences(original, edited));
        Assert.Equal(0, original[changed]);
        Assert.Equal(2, edited[changed]);
    }

    [SkippableFact]
    public void A_second_application_changes_nothing()
    {
        var bytes = InstalledLibrary();
        ElfVersionNeeds.TryMarkWeak(bytes, Version);
        var once = (byte[])bytes.Clone();

        Assert.False(ElfVersionNeeds.TryMarkWeak(bytes, Version));
        Assert.Equal(once, bytes);
    }

    [SkippableTheory]
    [InlineData("GLIBCXX_3.4")] // named and used by relocations: weak would turn a clear refusal into a crash
    [InlineData("GLIBCXX_3.4.30")]
    [InlineData("GLIBC_2.34")]
    [InlineData("GLIBCXX_9.9.9")] // not named
    [InlineData("GLIBC_2.2.5")] // named twice, of two libraries
    [InlineData("")]
    public void Any_other_version_is_refused(string version)
    {
        var bytes = InstalledLibrary();
        var before = (byte[])bytes.Clone();

        Assert.False(ElfVersionNeeds.TryMarkWeak(bytes, version));
        Assert.Equal(before, bytes);
    }

    [SkippableFact]
    public void The_names_of_the_installed_file_include_those_of_the_C_and_CXX_libraries()
    {
        var names = ElfVersionNeeds.Names(InstalledLibrary());

        Assert.Contains(Version, names);
        Assert.Contains("GLIBC_2.14", names);
    }

    [SkippableFact]
    public void A_truncated_file_is_left_alone()
    {
        var whole = InstalledLibrary();
        var random = new Random(1);
        int[] lengths =
            [.. Enumerable.Range(0, 130), .. Enumerable.Range(0, 300).Select(_ => random.Next(whole.Length))];

        foreach (var length in lengths)
        {
            AssertLeftAlone(whole[..length]);
        }
    }

    [Fact]
    public void Zeros_and_noise_are_left_alone()
    {
        var random = new Random(2);
        foreach (var length in new[] { 0, 1, 15, 16, 63, 64, 65, 128, 4096 })
        {
            var bytes = new byte[length];
            AssertLeftAlone(bytes);
            for (var i = 0; i < 50; i++)
            {
                random.NextBytes(bytes);
                AssertLeftAlone(bytes);
                "\u007fELF\u0002\u0001\u0001"u8[..Math.Min(7, length)].CopyTo(bytes);
                AssertLeftAlone(bytes);
            }
        }
    }

    [SkippableFact]
    public void A_damaged_file_changes_by_one_flag_or_not_at_all()
    {
        var sound = InstalledLibrary();
        var random = new Random(3);
        // The parts the edit reads: file header, section table, version needs. Damage elsewhere is not its business.
        (int Start, int Length)[] parts = [(0, 64), SectionTable(sound), VersionNeeds(sound)];
        var bytes = new byte[sound.Length];

        for (var i = 0; i < 600; i++)
        {
            sound.CopyTo(bytes, 0);
            var (start, length) = parts[i % parts.Length];
            for (var hits = random.Next(1, 5); hits > 0; hits--)
            {
                bytes[start + random.Next(length)] = random.Next(4) == 0 ? (byte)0xff : (byte)random.Next(256);
            }

            var before = (byte[])bytes.Clone();
            var done = ElfVersionNeeds.TryMarkWeak(bytes, Version);

            Assert.Equal(done ? 1 : 0, Differences(before, bytes).Count);
        }
    }

    private static (int Start, int Length) VersionNeeds(byte[] file)
    {
        Assert.True(ElfSections.TryRead(file, out var sections));
        Assert.True(sections.TryFindOnly(ElfSections.VersionNeeds, out var section));
        return ((int)section.Offset, (int)section.Size);
    }

    private static (int Start, int Length) SectionTable(byte[] file) =>
        ((int)BitConverter.ToUInt64(file, 40), 64 * BitConverter.ToUInt16(file, 60));

    private static void AssertLeftAlone(byte[] bytes)
    {
        var before = (byte[])bytes.Clone();
        Assert.False(ElfVersionNeeds.TryMarkWeak(bytes, Version));
        Assert.Empty(ElfVersionNeeds.Names(bytes));
        Assert.True(before.AsSpan().SequenceEqual(bytes));
    }

    private static List<int> Differences(byte[] left, byte[] right)
    {
        var different = new List<int>();
        for (var at = left.AsSpan().CommonPrefixLength(right); at < left.Length;)
        {
            different.Add(at++);
            at += left.AsSpan(at).CommonPrefixLength(right.AsSpan(at));
        }

        return different;
    }

    private static byte[] InstalledLibrary()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The edit concerns ELF files.");
        var path = NativeFiles.Find(LibTorchLoader.Library);
        Assert.NotNull(path);
        return File.ReadAllBytes(path);
    }
}
