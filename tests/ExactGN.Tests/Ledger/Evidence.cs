using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ExactGN.Tests;

/// <summary>What a run showed, per property: cases, worst ratio and its recipe, threshold, time. Written as JSON to artifacts/evidence.</summary>
public static class Evidence
{
    private static readonly ConcurrentDictionary<string, Entry> Entries = new();
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    [ThreadStatic]
    private static bool _suspended;

    /// <summary>The folder, artifacts/evidence under the repository's root unless EXACTGN_EVIDENCE names another.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable("EXACTGN_EVIDENCE") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Repository.Root, "artifacts", "evidence");

    /// <summary>Runs an action whose verdicts are not evidence, such as judging a planted fault.</summary>
    public static void Suspend(Action action)
    {
        _suspended = true;
        try
        {
            action();
        }
        finally
        {
            _suspended = false;
        }
    }

    /// <summary>Adds one case.</summary>
    public static void Record(string property, object recipe, double ratio, double threshold, bool holds)
    {
        if (_suspended)
        {
            return;
        }

        var entry = Entries.GetOrAdd(property, name => new Entry(name));
        lock (entry)
        {
            entry.Add(recipe, ratio, threshold, holds);
            if (entry.Cases == entry.Wanted || !holds)
            {
                Write($"property-{property}", entry.Finish());
            }
        }
    }

    /// <summary>Writes one file of evidence; it appears whole or not at all.</summary>
    public static void Write(string name, object evidence)
    {
        Directory.CreateDirectory(Folder);
        var path = Path.Combine(Folder, $"{name}.json");
        var temporary = $"{path}.{Path.GetRandomFileName()}";
        File.WriteAllText(temporary, JsonSerializer.Serialize(evidence, Indented));
        File.Move(temporary, path, overwrite: true);
    }

    private sealed class Entry(string property)
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private double _worst = double.NegativeInfinity;
        private double _threshold;
        private string _recipe = "";
        private bool _holds = true;

        public int Cases { get; private set; }

        public int Wanted { get; } = Ledger.CasesOf(property);

        public void Add(object recipe, double ratio, double threshold, bool holds)
        {
            Cases++;
            _threshold = threshold;
            _holds &= holds;
            if (!(ratio <= _worst))
            {
                (_worst, _recipe) = (ratio, string.Create(CultureInfo.InvariantCulture, $"{recipe}"));
            }
        }

        public object Finish() => new
        {
            claim = Ledger.ClaimOf(property),
            property,
            holds = _holds,
            cases = Cases,
            worstRatio = _worst,
            threshold = _threshold,
            worstRecipe = _recipe,
            replay = Steering.Replay(property),
            device = Steering.Device.ToString(),
            seconds = Math.Round(_clock.Elapsed.TotalSeconds, 3),
            torchSharp = typeof(torch).Assembly.GetName().Version?.ToString(3),
            dotnet = Environment.Version.ToString(),
        };
    }
}
