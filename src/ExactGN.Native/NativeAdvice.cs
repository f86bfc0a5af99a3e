using System.Runtime.InteropServices;

namespace ExactGN.Native;

/// <summary>Turns the findings of <see cref="NativeEnvironment"/> into sentences: the fact, then the remedy.</summary>
internal static class NativeAdvice
{
    private static readonly string Wrapper = NativeFiles.FileName(LibTorchLoader.Library);

    public static IEnumerable<string> For(NativeEnvironment found)
    {
        if (found.Loading != NativeLoading.Failed)
        {
            yield break;
        }

        if (found.Refusal is { } refusal)
        {
            yield return refusal;
            yield break;
        }

        var explained = false;
        if (IsMissing(found, Wrapper))
        {
            explained = true;
            yield return $"{Wrapper} was not found for {found.Platform}: add the package TorchSharp to the "
                + "program that runs; it brings " +
                "libraries for linux-x64, win-x64 and osx-arm64.";
        }

        string[] missing = [.. LibTorchFiles().Where(file => IsMissing(found, file))];
        if (missing.Length > 0)
        {
            explained = true;
            yield return $"libtorch is incomplete, without {string.Join(", ", missing)}: add the package "
                + $"libtorch-cpu-{found.Platform} " +
                "to the program that runs, or, for an NVIDIA GPU on Linux or Windows, build it with "
                + "-p:TorchBackend=cuda.";
        }

        // Without libtorch the handler gives up before it can help, so an old libstdc++ is then no problem of its own.
        if (found.NeedsWeakVersion && !explained)
        {
            explained = true;
            yield return $"libstdc++ offers GLIBCXX up to {found.OfferedVersion} but {Wrapper} names "
                + $"{found.NamedVersion}, and the " +
                $"way round it failed: {found.Declined?.TrimEnd('.') ?? "no reason was recorded"}. "
                + "If the temporary folder is to " +
                "blame, let TMPDIR name one that allows writing and running; else install a libstdc++ of GCC "
                + "13 or newer (Debian 13 and " +
                "Ubuntu 24.04 have one), or put its folder first in LD_LIBRARY_PATH.";
        }

        if (RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal))
        {
            explained = true;
            yield return "This system uses musl, and libtorch is built for glibc: use a glibc distribution "
                + "such as Debian or Ubuntu.";
        }

        if (!explained)
        {
            yield return $"All files are there, but {Wrapper} could not be loaded: "
                + $"{found.Failure ?? "the loader gave no reason."}";
        }
    }

    private static IEnumerable<string> LibTorchFiles() =>
        new[] { "torch", "torch_cpu", "c10" }.Select(NativeFiles.FileName);

    private static bool IsMissing(NativeEnvironment found, string name) =>
        found.Files.All(file => file.Name != name || file.Path is null);
}
