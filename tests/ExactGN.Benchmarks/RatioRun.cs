using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExactGN.Benchmarks;

/// <summary>Measures the table of a device, in this process or in several fresh ones, and prints it.</summary>
internal static class RatioRun
{
    internal const string Command = "--ratios";

    /// <summary>One process of several: the rows as JSON, one a line, each as soon as it is measured.</summary>
    internal const string RowsCommand = "--ratio-rows";

    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Prints the table.</summary>
    /// <param name="arguments">The options.</param>
    /// <returns>0, 1 where a target is missed, 2 where the options or the device don't fit.</returns>
    internal static int Print(IReadOnlyList<string> arguments) => OrSentence(() =>
    {
        var options = RatioOptions.Parse(arguments);
        return options.Processes == 1 ? PrintHere(options) : PrintSpread(options);
    });

    /// <summary>Prints the rows for the process that asked for them.</summary>
    internal static int PrintRows(IReadOnlyList<string> arguments) => OrSentence(() =>
    {
        using var table = Table.Of(RatioOptions.Parse(arguments));
        foreach (var row in table.Parts.SelectMany(part => part.Rows()))
        {
            Console.WriteLine(JsonSerializer.Serialize(row, Json));
        }

        return 0;
    });

    private static int PrintHere(RatioOptions options)
    {
        using var table = Table.Of(options);
        if (table.Heading.Length > 0)
        {
            Console.WriteLine(table.Heading);
        }

        var missed = 0;
        foreach (var row in table.Parts.SelectMany(part => part.Rows()))
        {
            Console.WriteLine(row);
            missed += row.Met ? 0 : 1;
        }

        return Conclude(missed);
    }

    private static int PrintSpread(RatioOptions options)
    {
        // Refused before the first process starts.
        using (var table = Table.Of(options))
        {
            var heading = table.Heading.Length > 0 ? $"{table.Heading}; " : "";
            Console.WriteLine($"{heading}{options.Processes} processes, median and range");
        }

        List<IReadOnlyList<Ratio>> processes = [];
        for (var i = 1; i <= options.Processes; i++)
        {
            Console.Error.WriteLine($"process {i} of {options.Processes}");
            processes.Add(RowsOf(options));
        }

        var spreads = RatioSpread.Of(processes);
        Array.ForEach(spreads, Console.WriteLine);
        return Conclude(spreads.Count(spread => !spread.Met));
    }

    // What a process measured; one that ends early leaves what it had, and a row that says so.
    private static List<Ratio> RowsOf(RatioOptions options)
    {
        using var process = Process.Start(SameProgram.With([RowsCommand, .. options.OfOneProcess()]))!;
        List<Ratio> rows = [];
        while (process.StandardOutput.ReadLine() is { } line)
        {
            rows.Add(JsonSerializer.Deserialize<Ratio>(line, Json)!);
        }

        process.WaitForExit();
        return process.ExitCode == 0
            ? rows
            : [.. rows, Ratio.Unmeasured($"a process ended with exit code {process.ExitCode}")];
    }

    private static int Conclude(int missed)
    {
        Console.WriteLine(missed == 0 ? "all targets met" : $"{missed} missed");
        return missed == 0 ? 0 : 1;
    }

    private static int OrSentence(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            Console.Error.WriteLine(error.Message);
            return 2;
        }
    }

    // The parts that are asked for, on their device.
    private sealed record Table(string Heading, IReadOnlyList<RatioPart> Parts, TimedDevice? Device) : IDisposable
    {
        internal static Table Of(RatioOptions options)
        {
            if (ComputeDevice.Resolve(options.Device) == "cpu")
            {
                set_num_threads(Math.Min(2, Environment.ProcessorCount));
                return new("", [.. options.Choose(RatioTable.Parts)], null);
            }

            var device = TimedDevice.Cuda();
            var table = new DeviceTable(device);
            return new(table.Heading, [.. options.Choose(table.Parts)], device);
        }

        public void Dispose() => Device?.Dispose();
    }
}
