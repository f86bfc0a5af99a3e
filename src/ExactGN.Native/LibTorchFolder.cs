namespace ExactGN.Native;

/// <summary>A folder with a libtorch, judged by its files alone: nothing is loaded here.</summary>
/// <remarks>
/// A library that is cut would end the process without a word, one of another version would compute with other layouts,
/// and half a libtorch would be completed by whatever the system's own path holds. So all of that is found out first,
/// and each is a sentence.
/// </remarks>
internal sealed class LibTorchFolder
{
    // libtorch_global_deps leads a Python PyTorch to its NVIDIA libraries; those for CUDA are there in libtorch for
    // CUDA only.
    private static readonly (string Library, bool Required)[] Order =
    [
        ("torch_global_deps", false), ("c10", true), ("torch_cpu", true), ("c10_cuda", false), ("torch_cuda", false),
        ("torch", true),
    ];

    private LibTorchFolder(ExternalLibTorch found, IReadOnlyList<string> libraries) =>
        (Found, Libraries) = (found, libraries);

    /// <summary>What was found.</summary>
    public ExternalLibTorch Found { get; }

    /// <summary>The files to load, in this order.</summary>
    public IReadOnlyList<string> Libraries { get; }

    /// <summary>Whether it is the version that TorchSharp is built for.</summary>
    public bool IsBuiltFor => Fits(Found.Version);

    /// <summary>Judges a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="allowed">
    /// The value of <see cref="ExternalLibTorch.VersionVariable"/>: <c>any</c>, or nothing.
    /// </param>
    /// <param name="wrapper">
    /// TorchSharp's own library, whose symbols are looked for; null where it is not there.
    /// </param>
    /// <exception cref="LibTorchRefusedException">It cannot be used.</exception>
    public static LibTorchFolder Judge(string folder, string? allowed, string? wrapper)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var named = $"{ExternalLibTorch.Variable} names '{folder}'";
        if (allowed is not (null or "" or "any"))
        {
            throw new LibTorchRefusedException(
                $"{ExternalLibTorch.VersionVariable} must be any, or unset, got '{allowed}'.");
        }

        var libraries = Present(folder, named);
        var reading = "";
        try
        {
            foreach (var file in Needed(libraries))
            {
                reading = file;
                using var whole = ElfFile.Open(file);
            }

            reading = libraries["torch_cpu"];
            using var library = ElfFile.Open(reading);
            var version = LibTorchVersion.Read(library) ?? throw WithoutVersion(folder, named);
            if (!Fits(version) && allowed != "any")
            {
                throw new LibTorchRefusedException(
                    $"{named} with libtorch {LibTorchVersion.Name(folder, version)}, and TorchSharp is built for " +
                    $"{LibTorchVersion.BuiltFor}: take that version, or set {ExternalLibTorch.VersionVariable}=any " +
                    "to try this one.");
            }

            reading = wrapper ?? reading;
            var (eager, lazy) = wrapper is null ? ([], []) : Missing(wrapper, libraries.Values);
            if (eager.Count > 0)
            {
                throw new LibTorchRefusedException(
                    $"{named} with libtorch {LibTorchVersion.Name(folder, version)}, which lacks what TorchSharp " +
                    $"needs from the start: {string.Join(", ", eager.Take(3))}" +
                    $"{(eager.Count > 3 ? $" and {eager.Count - 3} more symbols" : "")}.");
            }

            return new LibTorchFolder(
                new ExternalLibTorch
                {
                    Folder = folder,
                    Version = version,
                    Name = LibTorchVersion.Name(folder, version),
                    HasCuda = libraries.ContainsKey("torch_cuda"),
                    MissingSymbols = Fits(version) ? [] : lazy,
                },
                [.. libraries.Values]);
        }
        catch (InvalidDataException error)
        {
            var file = Path.GetRelativePath(folder, reading);
            throw new LibTorchRefusedException($"{named}, whose {file} {error.Message}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var file = Path.GetRelativePath(folder, reading);
            throw new LibTorchRefusedException($"{named}, whose {file} cannot be read: {error.Message}");
        }
    }

    private static bool Fits(Version version) =>
        (version.Major, version.Minor) == (LibTorchVersion.BuiltFor.Major, LibTorchVersion.BuiltFor.Minor);

    private static OrderedDictionary<string, string> Present(string folder, string named)
    {
        HashSet<string> files;
        try
        {
            files = [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path))];
        }
        catch (DirectoryNotFoundException)
        {
            throw new LibTorchRefusedException($"{named}, and there is no such folder.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LibTorchRefusedException($"{named}, which cannot be read: {error.Message}");
        }

        string[] missing =
        [
            .. Order.Where(entry => entry.Required).Select(entry => NativeFiles.FileName(entry.Library))
                .Where(name => !files.Contains(name)),
        ];
        if (missing.Length > 0)
        {
            var below = Path.Combine(folder, "lib");
            var hint = NativeFiles.FindIn(below, "torch_cpu") is null ? "" : $"; '{below}' has one";
            throw new LibTorchRefusedException(
                $"{named}, which holds no whole libtorch: {string.Join(", ", missing)} " +
                $"{(missing.Length == 1 ? "is" : "are")} missing{hint}.");
        }

        return new(Order.Select(entry => entry.Library).Where(library => files.Contains(NativeFiles.FileName(library)))
            .Select(library => KeyValuePair.Create(library, Path.Combine(folder, NativeFiles.FileName(library)))));
    }

    // The libraries and those that they bring along, as far as their own search paths name them; the rest is the
    // system's.
    private static IEnumerable<string> Needed(OrderedDictionary<string, string> libraries)
    {
        HashSet<string> seen = [];
        Queue<string> open = new(libraries.Values);
        while (open.TryDequeue(out var path))
        {
            if (!seen.Add(Path.GetFullPath(path)))
            {
                continue;
            }

            yield return path;
            using var file = ElfFile.Open(path);
            string[] folders =
            [
                .. file.Names(ElfFile.RunPath).Concat(file.Names(ElfFile.OldRunPath))
                    .SelectMany(list => list.Split(':'))
                    .Where(entry => entry.StartsWith("$ORIGIN", StringComparison.Ordinal))
                    .Select(entry => Path.GetDirectoryName(path) + entry["$ORIGIN".Length..]),
            ];
            foreach (var name in file.Names(ElfFile.Needed))
            {
                if (folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } found)
                {
                    open.Enqueue(found);
                }
                else if ((name.StartsWith("libtorch", StringComparison.Ordinal)
                    || name.StartsWith("libc10", StringComparison.Ordinal))
                    && !File.Exists(Path.Combine(Path.GetDirectoryName(path)!, name)))
                {
                    // Left to the system, another libtorch would complete this one.
                    throw new InvalidDataException($"needs {name}, which is not beside it");
                }
            }
        }
    }

    private static (IReadOnlyList<string> Eager, IReadOnlyList<string> Lazy) Missing(
        string wrapper, IEnumerable<string> libraries)
    {
        using var file = ElfFile.Open(wrapper);
        var imports = ElfImports.Read(file);
        ElfFile[] files = [.. libraries.Select(ElfFile.Open)];
        try
        {
            ElfExports[] exports = [.. files.Select(library => new ElfExports(library))];
            return ([.. imports.Eager.Where(Absent)], [.. imports.Lazy.Where(Absent).Order(StringComparer.Ordinal)]);

            bool Absent(string symbol) => exports.All(library => library.Find(symbol) is null);
        }
        finally
        {
            Array.ForEach(files, library => library.Dispose());
        }
    }

    private static LibTorchRefusedException WithoutVersion(string folder, string named)
    {
        var said = LibTorchVersion.Named(folder) is { } name ? $" ({name}, by the file above it)" : "";
        return new(
            $"{named}, whose libtorch{said} does not tell its version ({LibTorchVersion.Function} of libtorch_cpu): " +
            "it is too old, or built in a way that is not known here, and TorchSharp is built for "
            + $"{LibTorchVersion.BuiltFor}.");
    }
}
