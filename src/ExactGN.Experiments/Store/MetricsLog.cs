using System.Globalization;
using CsvHelper;

namespace ExactGN.Experiments.Store;

/// <summary>A CSV file that grows while a run goes on: header first, numbers in invariant culture
/// with all their digits.</summary>
/// <typeparam name="T">The record of a row; its properties are the columns.</typeparam>
public sealed class MetricsLog<T> : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly CsvWriter _csv;

    /// <summary>Creates or replaces the file and writes its header, or goes on after the first rows
    /// of the one that is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="keep">So many rows are kept.</param>
    /// <exception cref="InvalidDataException">The file has fewer.</exception>
    public MetricsLog(string path, int keep = 0)
    {
        _path = path;
        if (keep > 0)
        {
            Cut(path, keep + 1);
        }

        _file = new(path, keep > 0 ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read);
        _csv = CsvWriter.Create(
            new StreamWriter(_file), new() { FormatProvider = CultureInfo.InvariantCulture, NewLine = "\n" });
        if (keep == 0)
        {
            _csv.WriteHeader<T>();
        }
    }

    /// <summary>Appends a row.</summary>
    /// <param name="row">The row.</param>
    public void Append(T row) => _csv.WriteRecord(row);

    /// <summary>Hands everything written so far to the operating system.</summary>
    /// <param name="toDisk">Waits until it is on the disk: a machine may die.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Flush(bool toDisk = false) => Write(() =>
    {
        _csv.Flush();
        _file.Flush(toDisk);
    });

    /// <inheritdoc/>
    public void Dispose() => Write(_csv.Dispose);

    private void Write(Action write)
    {
        try
        {
            write();
        }
        catch (ArgumentOutOfRangeException error)
        {
            // So .NET calls a file that has become as large as its file system, or a limit, allows.
            throw new IOException($"'{_path}' would become larger than is allowed.", error);
        }
    }

    // Keeps whole lines only: the last may have been broken off.
    private static void Cut(string path, int lines)
    {
        // The file reads ahead by itself; a buffer of one's own would go back, when it ends,
        // to where the cut file has no bytes.
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var (length, found) = (0L, 0);
        for (int next; found < lines && (next = file.ReadByte()) >= 0;)
        {
            length++;
            found += next == '\n' ? 1 : 0;
        }

        if (found < lines)
        {
            throw new InvalidDataException(
                $"'{path}' must have {lines - 1} rows to go on from, got {Math.Max(found - 1, 0)}; "
                + "without its folder the run starts again.");
        }

        file.SetLength(length);
    }
}
