using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace ExactGN.Files;

/// <summary>A file that is there whole or not at all: written beside its place, then renamed. Whatever goes wrong,
/// a kill or a full disk, an earlier file of its name stays as it was.</summary>
/// <remarks>A symbolic link stays, and what it leads to is replaced. A device or a pipe is written to and never
/// replaced. The earlier file's permissions are kept. Of several processes that write one file each writes it whole,
/// one after the other.</remarks>
internal static class WholeFile
{
    // The longest name that common file systems take, in bytes.
    private const int LongestName = 255;

    /// <summary>How the names end of files that are being written.</summary>
    internal const string Suffix = ".partial";

    // For another process that writes the same file; the largest are checkpoints, of seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    // EWOULDBLOCK of Linux and of macOS, and ERROR_SHARING_VIOLATION.
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020)];

    // One writer at a time per file of this process: both would write beside the same place.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Turns = new();

    /// <summary>What this process is in the middle of writing.</summary>
    internal static UnfinishedFiles Unfinished { get; } = new();

    /// <summary>Begins nothing more, waits for what is being written and removes what is still half there;
    /// for a process that is about to end at once.</summary>
    /// <param name="patience">How long to wait.</param>
    internal static void Abandon(TimeSpan patience) => Unfinished.Abandon(patience);

    /// <summary>Shows that files can be made in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">None can.</exception>
    /// <exception cref="UnauthorizedAccessException">None may be.</exception>
    internal static void Probe(string folder)
    {
        var probe = Path.Combine(folder, $".writable-{Environment.ProcessId}");
        Unfinished.During(probe, () =>
        {
            File.WriteAllBytes(probe, []);
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();
    }

    /// <summary>Writes a file, or replaces it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content to the path that it is given.</param>
    /// <param name="flushToDisk">Whether the content must be on the disk, and not only with the operating system,
    /// before the earlier file goes.</param>
    /// <exception cref="IOException">It cannot be written; nothing is left of the attempt.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of permission.</exception>
    internal static void Write(string path, Action<string> write, bool flushToDisk = false)
    {
        var place = PlaceOfFile(path);
        var turn = TurnOf(place);

        // Without a continuation: all threads of the pool may wait here, and none would be left to run it.
        turn.Wait();
        try
        {
            WriteInTurn(path, place, partial =>
            {
                write(partial);
                return Task.CompletedTask;
            }, flushToDisk).GetAwaiter().GetResult();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Writes a text, or replaces it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="IOException">It cannot be written; nothing is left of the attempt.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of permission.</exception>
    internal static void WriteText(string path, string text) =>
        Write(path, partial => File.WriteAllText(partial, text));

    /// <summary>The same for a content that comes in time; what <paramref name="write"/> throws leaves
    /// nothing behind either.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content to the path that it is given, and may check it there.</param>
    /// <param name="flushToDisk">As above.</param>
    internal static async Task WriteAsync(string path, Func<string, Task> write, bool flushToDisk = false)
    {
        var place = PlaceOfFile(path);
        var turn = TurnOf(place);
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await WriteInTurn(path, place, write, flushToDisk).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Removes a file and what an attempt that was killed left beside it.</summary>
    /// <param name="path">The file.</param>
    internal static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(PartialOf(Place(path)));
        File.Delete(BesideOf(Place(path)));
    }

    /// <summary>Whether a file could not be opened because another process has it.</summary>
    /// <param name="error">What opening it threw.</param>
    internal static bool IsHeld(Exception error) => error is IOException && HeldByAnother.Contains(error.HResult);

    private static SemaphoreSlim TurnOf(string place) => Turns.GetOrAdd(place, _ => new(1, 1));

    private static string PlaceOfFile(string path) => Place(path) is var place && !Directory.Exists(place)
        ? place
        : throw new IOException($"'{path}' is a folder, and a file is to be written.");

    private static Task WriteInTurn(string path, string place, Func<string, Task> write, bool flushToDisk) =>
        IsWrittenTo(path, place) ? Limited(path, write) : Replace(place, write, flushToDisk);

    private static async Task Replace(string place, Func<string, Task> write, bool flushToDisk)
    {
        // One name, so that what a kill left behind is written over by the next.
        var partial = PartialOf(place);
        var beside = BesideOf(place);
        try
        {
            using var turn = await Turn(beside, place, Patience).ConfigureAwait(false);
            await Unfinished.During(partial, async () =>
            {
                await Limited(partial, write).ConfigureAwait(false);
                if (flushToDisk)
                {
                    using var file = File.OpenHandle(partial, FileMode.Open, FileAccess.ReadWrite);
                    RandomAccess.FlushToDisk(file);
                }

                if (!OperatingSystem.IsWindows() && File.Exists(place))
                {
                    File.SetUnixFileMode(partial, File.GetUnixFileMode(place));
                }

                File.Move(partial, place, overwrite: true);
            }).ConfigureAwait(false);
        }
        finally
        {
            Unfinished.End(beside);
        }
    }

    /// <summary>Waits for the turn to write a file, which counts as unfinished from then on.</summary>
    /// <param name="beside">The lock's file.</param>
    /// <param name="place">The file.</param>
    /// <param name="patience">How long to wait.</param>
    /// <exception cref="IOException">Another process has had the turn all that time.</exception>
    internal static async Task<WriterTurn> Turn(string beside, string place, TimeSpan patience)
    {
        for (var end = DateTime.UtcNow + patience; ; await Task.Delay(Pause).ConfigureAwait(false))
        {
            Unfinished.Begin(beside);
            if (WriterTurn.TryTake(beside) is { } turn)
            {
                return turn;
            }

            // It is another's.
            Unfinished.End(beside);
            if (DateTime.UtcNow > end)
            {
                throw new IOException(
                    $"Another process is writing '{place}', for {patience.TotalSeconds:0} seconds already.");
            }
        }
    }

    private static async Task Limited(string path, Func<string, Task> write)
    {
        try
        {
            await write(path).ConfigureAwait(false);
        }
        catch (ArgumentOutOfRangeException error) when (error.TargetSite?.DeclaringType?.Namespace?.StartsWith(
            "System", StringComparison.Ordinal)
            != false)
        {
            // So .NET calls a file that has become as large as its file system, or a limit, allows. An exception
            // of a method that is not known counts as its own.
            throw new IOException($"'{path}' would become larger than is allowed.", error);
        }
    }

    /// <summary>Where the links of a name lead.</summary>
    private static string Place(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    // A device or a pipe, such as /dev/stdout, seems empty or, behind a link, not there.
    private static bool IsWrittenTo(string path, string place)
    {
        var file = new FileInfo(place);
        return file.Exists
            ? file.Length == 0 && IsSpecial(place)
            : new FileInfo(path).LinkTarget is not null;
    }

    /// <summary>Whether a name leads to a pipe, a device or a socket, which may have no end.</summary>
    /// <param name="path">The name of something that is there.</param>
    internal static bool IsPipeOrDevice(string path) => new FileInfo(Place(path)).Length == 0 && IsSpecial(Place(path));

    // .NET itself tells no pipe and no device from an empty file, but has to for archives.
    private static bool IsSpecial(string place)
    {
        using var content = new MemoryStream();
        try
        {
            using (var writer = new TarWriter(content, leaveOpen: true))
            {
                writer.WriteEntry(place, "entry");
            }
        }
        catch (UnauthorizedAccessException)
        {
            // A file that may be written and not read.
            return false;
        }
        catch (IOException)
        {
            // A socket.
            return true;
        }

        content.Position = 0;
        using var reader = new TarReader(content);
        return reader.GetNextEntry()?.EntryType is TarEntryType.Fifo
            or TarEntryType.CharacterDevice
            or TarEntryType.BlockDevice;
    }

    private static string BesideOf(string place) => WithSuffix(place, $"{Suffix}.lock");

    private static string PartialOf(string place) => WithSuffix(place, Suffix);

    // A long name leaves no room for a suffix.
    private static string WithSuffix(string place, string suffix)
    {
        var name = Path.GetFileName(place);
        return Encoding.UTF8.GetByteCount(name) + suffix.Length <= LongestName
            ? place + suffix
            : Path.Combine(
                Path.GetDirectoryName(place)!,
                $".{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16]}{suffix}");
    }
}
