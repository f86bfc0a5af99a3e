using System.Text;

namespace ExactGN.Native;

/// <summary>The C++ standard library this process uses, and the symbol versions its file offers.</summary>
internal static class LibStdCxx
{
    private const string FileName = "libstdc++.so.6";

    /// <summary>The file mapped into this process; null when none is, or when the system does not tell.</summary>
    public static string? FindLoaded()
    {
        const string Maps = "/proc/self/maps";
        if (!OperatingSystem.IsLinux() || !File.Exists(Maps))
        {
            return null;
        }

        // A line is "address perms offset device inode   path"; only the path begins with a slash.
        return File.ReadLines(Maps)
            .Select(line => line.IndexOf('/', StringComparison.Ordinal) is >= 0 and var at ? line[at..] : "")
            .FirstOrDefault(
                path => Path.GetFileName(path).StartsWith(FileName, StringComparison.Ordinal) && File.Exists(path));
    }

    /// <summary>The newest <c>GLIBCXX_</c> version among the strings of a file's bytes;
    /// null when there is none.</summary>
    public static Version? NewestVersion(ReadOnlySpan<byte> file)
    {
        Version? newest = null;
        while (file.IndexOf("GLIBCXX_"u8) is >= 0 and var at)
        {
            file = file[at..];
            var end = file[..Math.Min(file.Length, 32)].IndexOf((byte)0);
            if (end > 0
                && ParseVersion(Encoding.ASCII.GetString(file[..end])) is { } version
                && (newest is null || version > newest))
            {
                newest = version;
            }

            file = file[1..];
        }

        return newest;
    }

    /// <summary>The version in a name such as <c>GLIBCXX_3.4.32</c>; null for other names.</summary>
    public static Version? ParseVersion(string name) =>
        name.StartsWith("GLIBCXX_", StringComparison.Ordinal)
        && Version.TryParse(name["GLIBCXX_".Length..], out var version)
            ? version : null;
}
