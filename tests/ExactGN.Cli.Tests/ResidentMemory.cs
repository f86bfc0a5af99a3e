using System.Globalization;

namespace ExactGN.Cli.Tests;

/// <summary>Reads twice a second how much memory the workers of a folder's runs hold, from Linux's own files.</summary>
internal sealed class ResidentMemory : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    private readonly CancellationTokenSource _end = new();
    private readonly List<Sample> _samples = [];
    private readonly string _folder;
    private readonly Thread _reader;

    internal ResidentMemory(string folder)
    {
        _folder = folder;
        _reader = new(Read) { IsBackground = true };
        _reader.Start();
    }

    /// <summary>What was read so far.</summary>
    internal IReadOnlyList<Sample> Samples
    {
        get
        {
            lock (_samples)
            {
                return [.. _samples];
            }
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _reader.Join();
        _end.Dispose();
    }

    private void Read()
    {
        while (!_end.Token.WaitHandle.WaitOne(Pause))
        {
            foreach (var process in SignalledProgram.WorkersWith(_folder))
            {
                if (Megabytes(process) is { } megabytes)
                {
                    lock (_samples)
                    {
                        _samples.Add(new(DateTime.UtcNow, process, megabytes));
                    }
                }
            }
        }
    }

    private static double? Megabytes(string process)
    {
        try
        {
            // VmRSS:   250000 kB
            var line = File.ReadLines($"/proc/{process}/status")
                .FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return line is null
                ? null
                : double.Parse(
                    line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It has ended.
            return null;
        }
    }

    /// <summary>What a worker held.</summary>
    /// <param name="At">When.</param>
    /// <param name="Process">The worker.</param>
    /// <param name="Megabytes">How much of its memory was resident.</param>
    internal readonly record struct Sample(DateTime At, string Process, double Megabytes);
}
