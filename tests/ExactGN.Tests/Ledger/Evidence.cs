using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ExactGN.Tests;

/// <summary>What a run showed, per property, and per law and subject: cases, worst ratio and its recipe, threshold,
/// time. Written as JSON to artifacts/evidence.</summary>
public static class Evidence
{
    private static readonly ConcurrentDictionary<string, Entry> Entries = new();
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    [ThreadStatic]
    private static bool _suspended;

    /// <summary>The folder, artifacts/evidence under the repository's root unless EXACTGN_EVIDENCE names
    /// another.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable(
        "EXACTGN_EVIDENCE") is { Length: > 0 } folder
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
            // What follows a failure is FsCheck looking for a smaller one.
            if (entry.Failed)
            {
                return;
            }

            entry.Add(recipe, ratio, threshold, holds);
            if (entry.Cases == entry.Wanted || !holds)
            {
                // One case replayed says nothing about the others, so it does not replace what a run has shown.
                Write($"{(Steering.ReplaysOneCase ? "replay" : "property")}-{property}", entry.Finish());
            }
        }
    }

    /// <summary>Notes that a property has failed, where no verdict said so: it threw, or no case was
    /// within its hypotheses.</summary>
    /// <param name="property">Its name.</param>
    /// <param name="failure">What is known of it.</param>
    internal static void RecordFailure(string property, LawFailure failure)
    {
        if (Ledger.ClaimOf(property) is null)
        {
            return;
        }

        var entry = Entries.GetOrAdd(property, name => new Entry(name));
        lock (entry)
        {
            if (!entry.Failed)
            {
                entry.Fail(failure);
                Write($"{(Steering.ReplaysOneCase ? "replay" : "property")}-{property}", entry.Finish());
            }
        }
    }

    /// <summary>Notes what became of a law of the kit.</summary>
    /// <param name="laws">The class that judged it: one law has as many as there are subjects. One that the runner does
    /// not see shows nothing.</param>
    /// <param name="outcome">The outcome; one that was not offered shows nothing.</param>
    internal static void Record(Type laws, LawOutcome outcome)
    {
        if (!laws.IsPublic || outcome.Standing == LawStanding.NotOffered)
        {
            return;
        }

        var (id, single) = (outcome.Law.Id, outcome.WorstRecipe?.GetProperty("Single").GetBoolean() is true);
        Write($"{(Steering.ReplaysOneCase ? "replay" : "property")}-{laws.Name}-{id}", new
        {
            claim = id,
            property = laws.Name,
            holds = outcome.Standing == LawStanding.Holds,
            cases = outcome.Cases,
            discarded = outcome.Discarded,
            worstRatio = outcome.WorstRatio,
            threshold = outcome.Law.Threshold,
            worstRecipe = outcome.WorstRecipe is { } recipe ? Counterexample.TextOf(recipe) : outcome.Reason,
            worstReplay = outcome.WorstReplay?.ToString(),
            replay = outcome.RunReplay?.ToString(),
            dtype = single ? "float32" : "float64",
            device = Steering.Device.ToString(),
            seconds = Math.Round(outcome.Time.TotalSeconds, 3),
            torchSharp = typeof(torch).Assembly.GetName().Version?.ToString(3),
            dotnet = Environment.Version.ToString(),
            code = CodeVersion.Current,
        });
    }

    /// <summary>Notes a case that does not count.</summary>
    public static void RecordDiscard(string property)
    {
        if (!_suspended)
        {
            var entry = Entries.GetOrAdd(property, name => new Entry(name));
            lock (entry)
            {
                entry.Discarded++;
            }
        }
    }

    /// <summary>The rejections of planted faults that the folder records; none where it is damaged.</summary>
    public static IReadOnlyList<FaultEvidence> Rejections()
    {
        try
        {
            return EvidenceFolder.Read(Folder).Faults;
        }
        catch (InvalidDataException)
        {
            return [];
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
        private double _threshold = Verdict.Threshold;
        private object _recipe = "";
        private int _place;
        private string? _failingReplay;

        public bool Failed { get; private set; }

        public int Cases { get; private set; }

        public int Discarded { get; set; }

        public int Wanted { get; } = Steering.ReplaysOneCase ? 1 : Ledger.CasesOf(property);

        public void Add(object recipe, double ratio, double threshold, bool holds)
        {
            Cases++;
            _threshold = threshold;
            Failed = !holds;
            // A case that fails ends the run, so it is the one to look at, whatever its ratio.
            if (!(ratio <= _worst) || !holds)
            {
                (_worst, _recipe, _place) = (ratio, recipe, Cases + Discarded);
            }
        }

        // What was counted since may be FsCheck looking for a smaller case.
        public void Fail(LawFailure failure)
        {
            (Cases, Failed, _worst, _failingReplay) = (failure.Cases, true, double.PositiveInfinity, failure.Replay);
            _recipe = failure.Original is null ? failure.What : $"{failure.Original}: {failure.What}";
        }

        private string WorstReplay => _failingReplay is not null ? _failingReplay
            : Steering.ReplaysOneCase ? Steering.Replay(property)
            : $"{CaseReplay.Parse(Steering.Replay(property)).Of(_place, Wanted)}";

        // The dtype, where the recipe says in which of two the case was judged.
        private static string? Dtype(object recipe) => recipe switch
        {
            Precision precision => precision.Dtype().ToString().ToLowerInvariant(),
            ITuple parts => Enumerable.Range(0, parts.Length)
                .Select(i => Dtype(parts[i]!))
                .FirstOrDefault(found => found is not null),
            _ => null,
        };

        public object Finish() => new
        {
            claim = Ledger.ClaimOf(property),
            property,
            holds = !Failed,
            cases = Cases,
            discarded = Discarded,
            worstRatio = _worst,
            threshold = _threshold,
            worstRecipe = string.Create(CultureInfo.InvariantCulture, $"{_recipe}"),
            worstReplay = WorstReplay,
            replay = Steering.Replay(property),
            dtype = Dtype(_recipe) ?? Ledger.DtypeOf(property),
            device = Steering.Device.ToString(),
            seconds = Math.Round(_clock.Elapsed.TotalSeconds, 3),
            torchSharp = typeof(torch).Assembly.GetName().Version?.ToString(3),
            dotnet = Environment.Version.ToString(),
            code = CodeVersion.Current,
        };
    }
}
