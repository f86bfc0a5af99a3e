using System.Runtime.InteropServices;

namespace ExactGN;

/// <summary>How TorchSharp's native library came into the process.</summary>
public enum NativeLoading
{
    /// <summary>It could not be loaded.</summary>
    Failed,

    /// <summary>The system's loader took the installed file as it is.</summary>
    Direct,

    /// <summary>libstdc++ lacks one version that the file names without using it; see <see cref="LibTorchLoader"/>.</summary>
    WeakVersion,
}

/// <summary>The file name of a native library and the full path it was found at; null when it was not found.</summary>
public sealed record NativeFile(string Name, string? Path);

/// <summary>What was found of the native libraries. Looking changes nothing on disk and never throws.</summary>
public sealed record NativeEnvironment
{
    /// <summary>The platform as packages name it, for example <c>linux-x64</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>TorchSharp's own library first, then libtorch's; the one for CUDA is present only in CUDA builds.</summary>
    public required IReadOnlyList<NativeFile> Files { get; init; }

    /// <summary>The libstdc++ in use; null outside Linux.</summary>
    public string? StandardLibrary { get; init; }

    /// <summary>The newest <c>GLIBCXX</c> version that libstdc++ offers; null when unknown.</summary>
    public Version? OfferedVersion { get; init; }

    /// <summary>The newest <c>GLIBCXX</c> version that TorchSharp's library names; null when unknown.</summary>
    public Version? NamedVersion { get; init; }

    /// <summary>Whether and how TorchSharp's library was loaded.</summary>
    public required NativeLoading Loading { get; init; }

    /// <summary>The loader's own words, without the places it searched; null unless loading failed.</summary>
    public string? Failure { get; init; }

    /// <summary>Why the weak version was not used although ordinary loading failed; null otherwise.</summary>
    public string? Declined { get; init; }

    /// <summary>The libtorch version TorchSharp reports; null when it could not be loaded.</summary>
    public string? LibTorchVersion { get; init; }

    /// <summary>True when libstdc++ is older than what TorchSharp's library names.</summary>
    public bool NeedsWeakVersion => OfferedVersion < NamedVersion;

    /// <summary>One plain sentence per problem: what is wrong and what helps. Empty when all is well.</summary>
    public IReadOnlyList<string> Advice => [.. NativeAdvice.For(this)];

    /// <summary>Looks for the libraries and tries to load them.</summary>
    public static NativeEnvironment Probe()
    {
        LibTorchLoader.Register();
        var (loading, failure) = Load();
        NativeFile[] files = [.. new[] { LibTorchLoader.Library, "torch", "torch_cpu", "torch_cuda", "c10" }
            .Select(name => new NativeFile(NativeFiles.FileName(name), NativeFiles.Find(name)))];
        var standard = Attempt(LibStdCxx.FindLoaded);
        return new NativeEnvironment
        {
            Platform = NativeFiles.Platform,
            Files = files,
            StandardLibrary = standard,
            OfferedVersion = Attempt(() => standard is null ? null : LibStdCxx.NewestVersion(File.ReadAllBytes(standard))),
            NamedVersion = Attempt(() => files[0].Path is not { } path ? null
                : ElfVersionNeeds.Names(File.ReadAllBytes(path)).Select(LibStdCxx.ParseVersion).Max()),
            Loading = loading,
            Failure = failure,
            Declined = loading == NativeLoading.Failed ? LibTorchLoader.Declined : null,
            LibTorchVersion = loading == NativeLoading.Failed ? null : Attempt(() => __version__),
        };
    }

    private static (NativeLoading Loading, string? Failure) Load()
    {
        try
        {
            // The same request TorchSharp makes; naming its assembly does not run its static constructors.
            NativeLibrary.Load(LibTorchLoader.Library, typeof(torch).Assembly, searchPath: null);
            return (LibTorchLoader.HasLoaded ? NativeLoading.WeakVersion : NativeLoading.Direct, null);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException or IOException)
        {
            return (NativeLoading.Failed, WithoutSearch(exception.Message));
        }
    }

    // The runtime lists every place it looked in; what remains without those lines is the cause.
    private static string WithoutSearch(string message) =>
        string.Join('\n', message.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line =>
            !(line.Contains(LibTorchLoader.Library + ".so: cannot open", StringComparison.Ordinal)
                || line.Contains(LibTorchLoader.Library + ": cannot open", StringComparison.Ordinal))));

    private static T? Attempt<T>(Func<T?> look)
        where T : class
    {
        try
        {
            return look();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException
            or TypeInitializationException or NotSupportedException)
        {
            return null;
        }
    }
}
