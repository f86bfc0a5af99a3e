using System.Runtime.InteropServices;

namespace ExactGN.Native;

/// <summary>How TorchSharp's native library came into the process.</summary>
public enum NativeLoading
{
    /// <summary>It could not be loaded.</summary>
    Failed,

    /// <summary>The system's loader took the installed file as it is.</summary>
    Direct,

    /// <summary>libstdc++ lacks one version that the file names without using it;
    /// see <see cref="LibTorchLoader"/>.</summary>
    WeakVersion,
}

/// <summary>The file name of a native library and the full path it was found at; null when it was not found.</summary>
public sealed record NativeFile(string Name, string? Path);

/// <summary>What was found of the native libraries. Looking changes nothing on disk and never throws.</summary>
public sealed record NativeEnvironment
{
    /// <summary>The platform as packages name it, for example <c>linux-x64</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>TorchSharp's own library first, then libtorch's; the one for CUDA is present only in CUDA
    /// builds.</summary>
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

    /// <summary>The version of libtorch, as its package or its makers name it; null when it could not be
    /// loaded.</summary>
    public string? LibTorchVersion { get; init; }

    /// <summary>The libtorch of one's own that is in use; null where the program's own is.</summary>
    public ExternalLibTorch? External { get; init; }

    /// <summary>Why the libtorch that <c>EXACTGN_LIBTORCH</c> names is not used; null otherwise.</summary>
    public string? Refusal { get; init; }

    /// <summary>True when libstdc++ is older than what TorchSharp's library names.</summary>
    public bool NeedsWeakVersion => OfferedVersion < NamedVersion;

    /// <summary>One plain sentence per problem: what is wrong and what helps. Empty when all is well.</summary>
    public IReadOnlyList<string> Advice => [.. NativeAdvice.For(this)];

    /// <summary>Looks for the libraries and tries to load them.</summary>
    public static NativeEnvironment Probe()
    {
        var registered = LibTorchLoader.TryRegister(out var refusal);
        var (loading, failure) = registered ? Load() : (NativeLoading.Failed, refusal);
        var external = LibTorchLoader.External;
        NativeFile[] files =
        [
            new(NativeFiles.FileName(LibTorchLoader.Library), NativeFiles.Find(LibTorchLoader.Library)),
            .. new[] { "torch", "torch_cpu", "torch_cuda", "c10" }.Select(name => new NativeFile(
                NativeFiles.FileName(name),
                external is null ? NativeFiles.Find(name) : NativeFiles.FindIn(external.Folder, name))),
        ];
        var standard = Attempt(LibStdCxx.FindLoaded);
        return new NativeEnvironment
        {
            Platform = NativeFiles.Platform,
            Files = files,
            StandardLibrary = standard,
            OfferedVersion = Attempt(
                () => standard is null ? null : LibStdCxx.NewestVersion(File.ReadAllBytes(standard))),
            NamedVersion = Attempt(() => files[0].Path is not { } path ? null
                : ElfVersionNeeds.Names(File.ReadAllBytes(path)).Select(LibStdCxx.ParseVersion).Max()),
            Loading = loading,
            Failure = failure,
            Declined = loading == NativeLoading.Failed ? LibTorchLoader.Declined : null,
            LibTorchVersion = loading == NativeLoading.Failed ? null : external?.Name ?? Attempt(() => __version__),
            External = external,
            Refusal = refusal,
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
            return (NativeLoading.Failed, LoaderMessage.Cause(exception.Message));
        }
    }

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
