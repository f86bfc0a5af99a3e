using System.Globalization;

namespace ExactGN.Verification.Protocol;

/// <summary>A process and what it has started, such as the interpreter behind a shell, as Linux tells of
/// them.</summary>
internal static class ProcessTree
{
    // Places in /proc/PID/stat, counted from what follows the name: the parent, and the pages in memory.
    private const int Parent = 1;
    private const int Pages = 21;

    /// <summary>The memory that all of them hold; 0 where the system has no /proc.</summary>
    /// <param name="root">The process.</param>
    internal static long ResidentBytes(int root)
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        var children = Directory.GetDirectories("/proc")
            .Select(folder => (Id: Number(Path.GetFileName(folder)), Fields: Fields(folder)))
            .Where(process => process.Fields.Length > Pages)
            .ToLookup(process => Number(process.Fields[Parent]));
        return children.SelectMany(group => group)
            .Where(process => process.Id == root)
            .Concat(Below(root))
            .Sum(process => Number(process.Fields[Pages])) * Environment.SystemPageSize;

        IEnumerable<(long Id, string[] Fields)> Below(long parent) =>
            children[parent].SelectMany(child => Below(child.Id).Prepend(child));
    }

    private static string[] Fields(string folder)
    {
        try
        {
            // The name stands in brackets and may hold anything.
            var line = File.ReadAllText(Path.Combine(folder, "stat"));
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // No process, or one that is gone by now.
            return [];
        }
    }

    private static long Number(string word) =>
        long.TryParse(word, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
