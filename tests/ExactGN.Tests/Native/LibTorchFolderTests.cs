namespace ExactGN.Tests;

/// <summary>
/// A folder with a libtorch is judged by its files, before anything is loaded: what does not fit is one sentence.
/// </summary>
public sealed class LibTorchFolderTests : InTemporaryFolder
{
    private static readonly string[] Libraries = ["c10", "torch_cpu", "torch"];

    [SkippableFact]
    public void This_libtorch_fits()
    {
        Link(Libraries);

        var judged = Judge(Folder);

        Assert.Equal(new(2, 10, 0), judged.Found.Version);
        Assert.Begins("2.10.0", judged.Found.Name);
        Assert.Empty(judged.Found.MissingSymbols);
        Assert.True(judged.IsBuiltFor);
        Assert.Equal(Libraries.Select(NativeFiles.FileName), judged.Libraries.Select(path => Path.GetFileName(path)));
        Assert.Equal($"{judged.Found.Name} (EXACTGN_LIBTORCH)", judged.Found.Describe());
    }

    [SkippableFact]
    public void The_name_is_what_the_folder_above_says_where_it_says_the_same()
    {
        Link(Libraries);
        var above = Directory.CreateDirectory(Path.Combine(Folder, "torch")).FullName;
        var lib = Path.Combine(above, "lib");
        Directory.CreateDirectory(lib);
        foreach (var file in Directory.GetFiles(Folder))
        {
            File.CreateSymbolicLink(Path.Combine(lib, Path.GetFileName(file)), file);
        }

        File.WriteAllText(Path.Combine(above, "version.py"),
            "from typing import Optional\n\n__version__ = '2.10.0+cu128'\ndebug = False\n");
        Assert.Equal("2.10.0+cu128", Judge(lib).Found.Name);
        File.WriteAllText(Path.Combine(above, "version.py"), "__version__ = '2.9.1'\n");
        Assert.Equal("2.10.0", Judge(lib).Found.Name);
        File.Delete(Path.Combine(above, "version.py"));
        File.WriteAllText(Path.Combine(above, "build-version"), "2.10.0+cpu\n");
        Assert.Equal("2.10.0+cpu", Judge(lib).Found.Name);

        // Of torch itself, its folder of libraries is named.
        Refused(above, "which holds no whole libtorch: libc10.so, libtorch_cpu.so, libtorch.so are missing",
            $"'{lib}' has one");
    }

    [SkippableFact]
    public void No_folder_none_that_is_one_and_one_without_libtorch()
    {
        OnLinux();
        Refused(Path.Combine(Folder, "absent"), "and there is no such folder");
        var file = Path.Combine(Folder, "file");
        File.WriteAllText(file, "");
        Refused(file, "and there is no such folder");
        Refused(Folder, "libc10.so, libtorch_cpu.so, libtorch.so are missing");
        Link("c10", "torch");
        Refused(Folder, "libtorch_cpu.so is missing");
    }

    [SkippableFact]
    public void A_folder_that_may_not_be_read()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip.If(true, "Windows has no permission bits.");
            return;
        }

        OnLinux();
        Skip.If(Environment.IsPrivilegedProcess, "Root may read every folder.");
        var locked = Directory.CreateDirectory(Path.Combine(Folder, "locked"), UnixFileMode.UserWrite).FullName;

        Refused(locked, "which cannot be read");
    }

    [SkippableTheory, InlineData("c10", 60), InlineData("c10", 4096), InlineData("torch_cpu", 1_000_000),
        InlineData("torch", 7000)]
    public void A_library_that_is_cut(string library, int length)
    {
        Link([.. Libraries.Except([library])]);
        using (var whole = File.OpenRead(Installed(library)))
        using (var cut = File.Create(Path.Combine(Folder, NativeFiles.FileName(library))))
        {
            var bytes = new byte[length];
            whole.ReadExactly(bytes);
            cut.Write(bytes);
        }

        Refused(Folder,
            $"whose {NativeFiles.FileName(library)} is {(length < 64 ? "no shared library" : "cut: it needs ")}");
    }

    [SkippableFact]
    public void A_file_that_is_no_library()
    {
        Link("c10", "torch");
        File.WriteAllText(Path.Combine(Folder, NativeFiles.FileName("torch_cpu")), new string('x', 5000));

        Refused(Folder, "whose libtorch_cpu.so is no shared library for x86-64 Linux");
    }

    [SkippableFact]
    public void A_libtorch_that_does_not_tell_its_version_is_too_old()
    {
        Link("c10", "torch");
        File.Copy(Installed("c10"), Path.Combine(Folder, NativeFiles.FileName("torch_cpu")));

        Refused(Folder, "does not tell its version", "too old");
        Refused(Folder, "any", "does not tell its version");
    }

    [SkippableFact]
    public void Another_version_may_be_allowed_by_one_word_alone()
    {
        Link(Libraries);

        Refused(Folder, "2.9", "EXACTGN_LIBTORCH_VERSION must be any, or unset, got '2.9'");
        Assert.True(LibTorchFolder.Judge(Folder, "any", Installed(LibTorchLoader.Library)).IsBuiltFor);
    }

    [Theory]
    [InlineData("48b80000000000000a02c39090909090", "2.10.0")]
    [InlineData("f30f1efa48b80000000000000a02c390", "2.10.0")]
    [InlineData("48b80000000000010902c3", "2.9.1")]
    [InlineData("b80a000000c3909090909090909090", null)] // another function
    [InlineData("48b80000000000000a0290", null)] // more follows than a return
    [InlineData("48b800000000", null)]
    [InlineData("", null)]
    public void The_version_is_the_constant_that_the_function_returns(string code, string? version) =>
        Assert.Equal(version, LibTorchVersion.Parse(Convert.FromHexString(code))?.ToString());

    [Fact]
    public void TorchSharp_is_built_for_the_version_that_is_taken() =>
        Assert.Begins($"{LibTorchVersion.BuiltFor}.", __version__);

    [SkippableFact]
    public void What_TorchSharps_library_names_without_a_version_is_all_of_libtorch()
    {
        OnLinux();
        using var wrapper = ElfFile.Open(Installed(LibTorchLoader.Library));
        ElfFile[] files = [.. Libraries.Select(library => ElfFile.Open(Installed(library)))];
        ElfExports[] exports = [.. files.Select(file => new ElfExports(file))];

        var imports = ElfImports.Read(wrapper);

        Assert.Empty(imports.Eager.Intersect(imports.Lazy));
        Assert.Contains("_ZTIN5torch2nn6ModuleE", imports.Eager);
        Assert.Contains(imports.Lazy, name => name.Contains("linalg_solve", StringComparison.Ordinal));
        Assert.Equal((93, 1111), (imports.Eager.Count, imports.Lazy.Count));
        Assert.All(imports.Eager.Concat(imports.Lazy), name =>
            Assert.Contains(exports, library => library.Find(name) is not null));
        Assert.All(exports, library => Assert.Null(library.Find("exactgn_has_no_such_symbol")));
        Array.ForEach(files, file => file.Dispose());
    }

    [SkippableFact]
    public void A_damaged_library_is_refused_or_read_and_nothing_else_happens()
    {
        OnLinux();
        var sound = File.ReadAllBytes(Installed("torch"));
        var random = new Random(4);
        var path = Path.Combine(Folder, "damaged.so");
        var refused = 0;
        for (var i = 0; i < 500; i++)
        {
            var bytes = (byte[])sound.Clone();
            for (var hits = random.Next(1, 5); hits > 0; hits--)
            {
                // The head and the tables of a small library are its first part.
                bytes[random.Next(random.Next(2) == 0 ? 64 : bytes.Length)] = random.Next(4) == 0 ? (byte)0xff
                    : (byte)random.Next(256);
            }

            File.WriteAllBytes(path, i % 5 == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            try
            {
                using var file = ElfFile.Open(path);
                _ = file.Names(ElfFile.Needed).ToArray();
                _ = new ElfExports(file).Find(LibTorchVersion.Function);
                _ = ElfImports.Read(file);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 100, 499);
    }

    private static LibTorchFolder Judge(string folder) =>
        LibTorchFolder.Judge(folder, allowed: null, Installed(LibTorchLoader.Library));

    private static void Refused(string folder, params string[] parts)
    {
        var allowed = parts[0] is "any" or "2.9" ? parts[0] : null;
        var error = Assert.Throws<LibTorchRefusedException>(() =>
            LibTorchFolder.Judge(folder, allowed, Installed(LibTorchLoader.Library)));
        Assert.All(allowed is null ? parts : parts[1..], part =>
            Assert.Says(part, error.Message));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Ends(".", error.Message);
    }

    private void Link(params string[] libraries)
    {
        OnLinux();
        foreach (var library in libraries)
        {
            File.CreateSymbolicLink(Path.Combine(Folder, NativeFiles.FileName(library)), Installed(library));
        }
    }

    private static void OnLinux() => Skip.IfNot(OperatingSystem.IsLinux(), "A libtorch of one's own is for Linux.");

    // This run's own, wherever it comes from.
    private static string Installed(string library) =>
        (LibTorchLoader.External is { } own ? NativeFiles.FindIn(own.Folder, library) : null)
        ?? NativeFiles.Find(library)!;
}
