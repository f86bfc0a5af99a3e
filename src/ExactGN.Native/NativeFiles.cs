using System.Runtime.InteropServices;

namespace ExactGN.Native;

/// <summary>Where this process looks for native libraries, and what they are called on this platform.</summary>
internal static class NativeFiles
{
    /// <summary>The platform as packages name it, for example <c>linux-x64</c>.</summary>
    public static string Platform { get; } = System()
        + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>The folders searched, in order: the host's own list, the program's folder and its
    /// <c>runtimes</c> folder.</summary>
    public static IEnumerable<string> Folders
    {
        get
        {
            var listed = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
            return listed
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Append(AppContext.BaseDirectory)
                .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", Platform, "native"))
                .Select(Path.TrimEndingDirectorySeparator)
                .Distinct();
        }
    }

    /// <summary>A library's file name here: <c>torch</c> is <c>libtorch.so</c>, <c>libtorch.dylib</c>
    /// or <c>torch.dll</c>.</summary>
    public static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll"
        : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";

    /// <summary>The full path of the first file of that library; null when no folder has it.</summary>
    public static string? Find(string library) =>
        Folders.Select(folder => FindIn(folder, library)).FirstOrDefault(path => path is not null);

    /// <summary>The full path of that library's file in a folder; null when it is not there.</summary>
    public static string? FindIn(string folder, string library) =>
        Path.Combine(folder, FileName(library)) is var path && File.Exists(path) ? path : null;

    private static string System() => OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
}
