using System.Globalization;
using CsvHelper;

namespace ExactGN.Experiments;

/// <summary>A CSV file that grows while a run goes on: header first, numbers in invariant culture with all their digits.</summary>
/// <typeparam name="T">The record of a row; its properties are the columns.</typeparam>
public sealed class MetricsLog<T> : IDisposable
{
    private readonly CsvWriter _csv;

    /// <summary>Creates or replaces the file and writes its header.</summary>
    /// <param name="path">The file.</param>
    public MetricsLog(string path)
    {
        _csv = CsvWriter.Create(new StreamWriter(path), new() { FormatProvider = CultureInfo.InvariantCulture, NewLine = "\n" });
        _csv.WriteHeader<T>();
    }

    /// <summary>Appends a row.</summary>
    /// <param name="row">The row.</param>
    public void Append(T row) => _csv.WriteRecord(row);

    /// <summary>Hands everything written so far to the operating system.</summary>
    public void Flush() => _csv.Flush();

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();
}
