using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Runtime.Versioning;

namespace ExactGN;

/// <summary>
/// Loads TorchSharp's native library on Linux systems whose libstdc++ is older than the one it was built with; elsewhere it does
/// nothing.
/// </summary>
/// <remarks>
/// <para>
/// TorchSharp 0.107 names the symbol version <c>GLIBCXX_3.4.32</c> (GCC 13) for one symbol that no relocation uses. Debian 12 and
/// Ubuntu 22.04 stop at 3.4.30, so their loader refuses the file although nothing in it would be missing.
/// </para>
/// <para>
/// The handler runs only after ordinary loading has failed, and acts only if libstdc++ really lacks that version. It marks the version
/// weak in an owner-only temporary copy, loads libtorch from its own folder, then the copy, and deletes the copy. Installed
/// files are never changed, and any other failure is left to surface as it would have.
/// </para>
/// </remarks>
public static class LibTorchLoader
{
    internal const string Library = "LibTorchSharp";
    internal const string UnusedVersion = "GLIBCXX_3.4.32";

    private static readonly Lock Gate = new();
    private static bool _registered;
    private static nint _handle;

    /// <summary>True when the library in use is one this handler loaded.</summary>
    internal static bool HasLoaded => _handle != 0;

    /// <summary>Why the handler was asked and did nothing; null when it was never asked, or succeeded.</summary>
    internal static string? Declined { get; private set; }

    /// <summary>
    /// Registers the handler, once. It happens by itself when a type of this library is first used; a program that uses TorchSharp before
    /// that calls this first.
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "A library that cannot load its native half without it has no later occasion.")]
    public static void Register()
    {
        lock (Gate)
        {
            if (_registered || !OperatingSystem.IsLinux())
            {
                return;
            }

            _registered = true;
            var context = AssemblyLoadContext.GetLoadContext(typeof(LibTorchLoader).Assembly) ?? AssemblyLoadContext.Default;
            context.ResolvingUnmanagedDll += Resolve;
        }
    }

    private static nint Resolve(Assembly assembly, string name)
    {
        if (name != Library || !OperatingSystem.IsLinux())
        {
            return 0;
        }

        lock (Gate)
        {
            if (_handle != 0)
            {
                return _handle;
            }

            try
            {
                Declined = TryLoad(out _handle);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Declined = exception.Message;
            }

            return _handle;
        }
    }

    // Returns the reason for doing nothing, or null with the handle of the loaded library.
    [UnsupportedOSPlatform("windows")]
    private static string? TryLoad(out nint handle)
    {
        handle = 0;
        if (NativeFiles.Find(Library) is not { } original)
        {
            return $"{NativeFiles.FileName(Library)} was not found";
        }

        if (LibStdCxx.FindLoaded() is not { } standard || LibStdCxx.NewestVersion(File.ReadAllBytes(standard)) is not { } offered)
        {
            return "the versions that libstdc++ offers could not be read";
        }

        if (offered >= LibStdCxx.ParseVersion(UnusedVersion))
        {
            return $"libstdc++ offers {UnusedVersion}, so the cause is another one";
        }

        var bytes = File.ReadAllBytes(original);
        if (!ElfVersionNeeds.TryMarkWeak(bytes, UnusedVersion))
        {
            return $"{original} is not a file in which {UnusedVersion} can safely be marked weak";
        }

        // The copy lies elsewhere, so its own search path is of no use to it: libtorch must be in the process before it.
        var beside = Path.Combine(Path.GetDirectoryName(original)!, NativeFiles.FileName("torch"));
        if ((File.Exists(beside) ? beside : NativeFiles.Find("torch")) is not { } torch || !NativeLibrary.TryLoad(torch, out _))
        {
            return $"{NativeFiles.FileName("torch")} was not found or could not be loaded";
        }

        using var copy = new OwnerOnlyCopy(bytes);
        return NativeLibrary.TryLoad(copy.FilePath, out handle)
            ? null
            : $"the copy in {Path.GetTempPath()} could not be loaded (a folder mounted noexec forbids it)";
    }
}
