namespace ExactGN.Cli.Tests;

/// <summary>What a program that has ended must not leave: processes, half files, held locks.</summary>
internal static class Leftovers
{
    // For workers that were killed to be gone, and for those whose program was killed to save what they have.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Fails where something is left.</summary>
    /// <param name="folder">All that the program was given lies in it.</param>
    /// <param name="said">What is known of the program, for the failure's message.</param>
    internal static void AreNone(string folder, string said)
    {
        NobodyWorks(folder, said);
        Assert.True(HalfFiles(folder) is [], $"half a file is left: {said}");
        NobodyHolds(folder);
    }

    /// <summary>Fails where a process is left.</summary>
    internal static void NobodyWorks(string folder, string said) => Assert.True(
        SpinWait.SpinUntil(() => SignalledProgram.With(folder).Length == 0, Patience), $"a worker is left: {said}");

    /// <summary>What is half written in a folder.</summary>
    internal static string[] HalfFiles(string folder) => Directory.Exists(folder)
        ? Directory.GetFileSystemEntries(folder, "*.part*", SearchOption.AllDirectories)
        : [];

    /// <summary>Fails where a run's lock is held. A process that is killed loses its command line before its files,
    /// so a lock may outlive what <see cref="NobodyWorks"/> sees by a moment, for which the next start waits.</summary>
    internal static void NobodyHolds(string folder)
    {
        foreach (var file in Directory.Exists(folder)
            ? Directory.GetFiles(folder, "lock", SearchOption.AllDirectories)
            : [])
        {
            Assert.True(SpinWait.SpinUntil(() => IsFree(file), Patience), $"'{file}' is held");
        }
    }

    private static bool IsFree(string file)
    {
        try
        {
            using var free = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
