using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Runtime.Versioning;

namespace ExactGN.Native;

/// <summary>
/// Loads TorchSharp's native half where it does not load by itself: on Linux systems whose libstdc++ is older than the
/// one it was built with, and from a libtorch of one's own, which <c>EXACTGN_LIBTORCH</c> names. Elsewhere it does
/// nothing.
/// </summary>
/// <remarks>
/// <para>
/// TorchSharp 0.107 names the symbol version <c>GLIBCXX_3.4.32</c> (GCC 13) for one symbol that no relocation uses.
/// Debian 12 and Ubuntu 22.04 stop at 3.4.30, so their loader refuses the file although nothing in it would be missing.
/// </para>
/// <para>
/// The handler runs only after ordinary loading has failed, and acts only if libstdc++ really lacks that version. It
/// marks the version weak in an owner-only temporary copy, loads libtorch from its own folder, then the copy, and
/// deletes the copy. Installed files are never changed, and any other failure is left to surface as it would have.
/// </para>
/// <para>
/// A libtorch of one's own is judged by its files first (<see cref="LibTorchRefusedException"/>), then loaded whole,
/// before TorchSharp asks for anything: TorchSharp takes a library that is in the process, and would otherwise search
/// the system's path, and copy packages.
/// </para>
/// </remarks>
public static class LibTorchLoader
{
    internal const string Library = "LibTorchSharp";
    internal const string UnusedVersion = "GLIBCXX_3.4.32";

    /// <summary>
    /// The runtime setting of a program that was built without a libtorch, by <c>-p:TorchBackend=external</c>.
    /// </summary>
    internal const string ExternalSwitch = "ExactGN.ExternalLibTorch";

    private static readonly Lock Gate = new();
    private static bool _registered;
    private static nint _handle;
    private static string? _refusal;

    /// <summary>The libtorch of one's own that is in use; null where the program's own is.</summary>
    public static ExternalLibTorch? External { get; private set; }

    /// <summary>True when the library in use is one this handler loaded.</summary>
    internal static bool HasLoaded => _handle != 0;

    /// <summary>Why the handler was asked and did nothing; null when it was never asked, or succeeded.</summary>
    internal static string? Declined { get; private set; }

    /// <summary>
    /// Registers the handler, and loads the libtorch that <c>EXACTGN_LIBTORCH</c> names, once. The library ExactGN does
    /// so when a type of it is first used; any other program calls this before its first use of TorchSharp.
    /// </summary>
    /// <exception cref="LibTorchRefusedException">
    /// That libtorch cannot be used; the same at every later call.
    /// </exception>
    public static void Register()
    {
        if (!TryRegister(out var refusal))
        {
            throw new LibTorchRefusedException(refusal);
        }
    }

    /// <summary>As <see cref="Register"/>, with the refusal as a sentence.</summary>
    /// <param name="refusal">Why the libtorch that <c>EXACTGN_LIBTORCH</c> names cannot be used.</param>
    /// <returns>False when it cannot be used: TorchSharp must then be left alone.</returns>
    public static bool TryRegister([NotNullWhen(false)] out string? refusal)
    {
        refusal = RegisterOnce(trial: false);
        return refusal is null;
    }

    /// <summary>As <see cref="Register"/>, in the process of the trial.</summary>
    internal static void RegisterForTrial()
    {
        if (RegisterOnce(trial: true) is { } refusal)
        {
            throw new LibTorchRefusedException(refusal);
        }
    }

    private static string? RegisterOnce(bool trial)
    {
        lock (Gate)
        {
            if (_registered)
            {
                return _refusal;
            }

            _registered = true;
            if (OperatingSystem.IsLinux())
            {
                var context = AssemblyLoadContext.GetLoadContext(typeof(LibTorchLoader).Assembly)
                    ?? AssemblyLoadContext.Default;
                context.ResolvingUnmanagedDll += Resolve;
            }

            try
            {
                TakeExternal(trial);
            }
            catch (LibTorchRefusedException error)
            {
                _refusal = error.Message;
            }

            return _refusal;
        }
    }

    private static void TakeExternal(bool trial)
    {
        if (Environment.GetEnvironmentVariable(ExternalLibTorch.Variable) is not { Length: > 0 } named)
        {
            if (AppContext.TryGetSwitch(ExternalSwitch, out var external) && external)
            {
                throw new LibTorchRefusedException(
                    "This program is built without a libtorch (TorchBackend=external): let " +
                    $"{ExternalLibTorch.Variable} name the folder of one, such as a Python PyTorch's torch/lib.");
            }

            return;
        }

        if (NativeFiles.Platform != "linux-x64")
        {
            throw new LibTorchRefusedException(
                $"{ExternalLibTorch.Variable} works on linux-x64 alone, and this is {NativeFiles.Platform}: unset " +
                "it, and take the packages.");
        }

        if (NativeFiles.Find("torch_cpu") is { } own)
        {
            throw new LibTorchRefusedException(
                $"{ExternalLibTorch.Variable} names '{named}', but this program brings a libtorch of its own, " +
                $"'{own}': unset the one, or build with -p:TorchBackend=external.");
        }

        var allowed = Environment.GetEnvironmentVariable(ExternalLibTorch.VersionVariable);
        var folder = LibTorchFolder.Judge(named, allowed, NativeFiles.Find(Library));
        if (!trial && !folder.IsBuiltFor && LibTorchTrial.Make() is { } failure)
        {
            throw new LibTorchRefusedException(
                $"{ExternalLibTorch.Variable} names '{folder.Found.Folder}' with libtorch {folder.Found.Name}, and a " +
                $"trial of it, a small linear system in float64 and float32, {failure.TrimEnd('.')}.");
        }

        External = folder.Found;
        LoadWhole(folder);
    }

    // All of it, and TorchSharp's library on top; or nothing.
    private static void LoadWhole(LibTorchFolder folder)
    {
        Stack<nint> loaded = [];
        var file = "";
        try
        {
            foreach (var library in folder.Libraries)
            {
                file = library;
                loaded.Push(NativeLibrary.Load(library));
            }

            file = NativeFiles.FileName(Library);
            NativeLibrary.Load(Library, typeof(torch).Assembly, searchPath: null);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            External = null;
            while (loaded.TryPop(out var handle))
            {
                NativeLibrary.Free(handle);
            }

            // The loader's own words are the last line.
            var reason = Declined ?? LoaderMessage.Cause(error.Message).Split('\n')[^1];
            throw new LibTorchRefusedException(
                $"{ExternalLibTorch.Variable} names '{folder.Found.Folder}', and {Path.GetFileName(file)} could " +
                $"not be loaded with it: {reason.TrimEnd('.')}.");
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

        if (LibStdCxx.FindLoaded() is not { } standard
            || LibStdCxx.NewestVersion(File.ReadAllBytes(standard)) is not { } offered)
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

        // The copy lies elsewhere, so its own search path is of no use to it: libtorch must be in the process before
        // it. (One's own is there already.)
        var beside = Path.Combine(Path.GetDirectoryName(original)!, NativeFiles.FileName("torch"));
        if (External is null
            && ((File.Exists(beside) ? beside : NativeFiles.Find("torch")) is not { } torch
                || !NativeLibrary.TryLoad(torch, out _)))
        {
            return $"{NativeFiles.FileName("torch")} was not found or could not be loaded";
        }

        using var copy = new OwnerOnlyCopy(bytes);
        return NativeLibrary.TryLoad(copy.FilePath, out handle)
            ? null
            : $"the copy in {Path.GetTempPath()} could not be loaded (a folder mounted noexec forbids it)";
    }
}
