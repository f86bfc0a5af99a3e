using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExactGN.Experiments.Sweeps;

/// <summary>The runs of a sweep, one line of JSON each: all that another machine needs to make any of them.</summary>
public sealed class SweepPlan
{
    // A plan goes from machine to machine, and through hands: what is not understood is refused.
    private static readonly JsonSerializerOptions Strict = new(Json.Compact)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    // A run's line has two thousand.
    private const int MostCharacters = 1 << 20;

    internal SweepPlan(string name, IReadOnlyList<SweepRun> runs, IReadOnlyList<string> departures) =>
        (Name, Runs, Departures) = (name, runs, departures);

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>The runs; each stands at its index.</summary>
    public IReadOnlyList<SweepRun> Runs { get; }

    /// <summary>Where runs depart from the paper's public implementation; known only where the plan is made.</summary>
    public IReadOnlyList<string> Departures { get; }

    /// <summary>The plan as JSON lines.</summary>
    public string Text => string.Concat(Runs.Select(run => JsonSerializer.Serialize(run, Json.Compact) + "\n"));

    /// <summary>Reads a plan.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is none; the message is a sentence with file and line.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SweepPlan Read(string path) => File.Exists(path)
        ? Parse(Path.GetFileName(path), BoundedText.Lines(path, MostCharacters))
        : throw new FileNotFoundException(Directory.Exists(path)
            ? $"PLAN is a file that 'exactgn sweep plan' wrote, and '{path}' is a folder."
            : $"PLAN is a file that 'exactgn sweep plan' wrote, and there is none '{path}'.");

    /// <summary>Reads what a plan would hold.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="lines">Its lines.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Read"/>.</exception>
    public static SweepPlan Parse(string name, IEnumerable<string> lines)
    {
        List<SweepRun> runs = [];
        Dictionary<RunConfiguration, int> seen = [];
        foreach (var (i, line) in lines.Index())
        {
            var where = $"{name}, line {i + 1}";
            var run = Parse(where, line);
            Require(i < SweepFile.MostRuns, $"a plan has at most {SweepFile.MostRuns} runs, and this one has more");
            Require(run.Index == i, $"a plan has one run to a line and its index there is {i}, got {run.Index}");
            Require(
                seen.TryAdd(run.Run, i),
                $"each run is there once, and line {seen[run.Run] + 1} has the same");
            Require(
                run.Run.Dtype == (runs.FirstOrDefault() ?? run).Run.Dtype,
                $"the runs of a plan have one precision, {runs.FirstOrDefault()?.Run.Dtype} so far, "
                + $"got {run.Run.Dtype}");
            Require(
                run.Varies.Keys.SequenceEqual((runs.FirstOrDefault() ?? run).Varies.Keys),
                "the same settings vary in all runs of a plan, and here are others than in line 1");
            // The two words are part of a folder's name.
            Require(
                IsWord(run.Run.Setting) && IsWord(run.Run.Arm.ToString()),
                $"setting and arm are made of letters, digits and hyphens, got '{run.Run.Setting}' "
                + $"and '{run.Run.Arm}'");
            RequireValid(where, run.Run);
            runs.Add(run);

            void Require(bool kept, string rule)
            {
                if (!kept)
                {
                    throw new InvalidDataException($"{where}: {rule}.");
                }
            }
        }

        return runs.Count > 0 ? new(name, runs, []) : throw new InvalidDataException($"'{name}' has no runs.");
    }

    /// <summary>A run of the plan.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="from">What named it, for the refusal.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public SweepRun At(int index, string from) => index >= 0 && index < Runs.Count
        ? Runs[index]
        : throw new ArgumentException($"'{Name}' has the runs 0 to {Runs.Count - 1}, got {index} from {from}.");

    private static SweepRun Parse(string where, string line)
    {
        try
        {
            return JsonSerializer.Deserialize<SweepRun>(line, Strict)
                ?? throw new InvalidDataException($"{where}: this is no run of a plan: it is null.");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            // The reader's own places count lines from 0, and each run is one line.
            var place = error is JsonException { Path: { } path and not "$" } ? $" (at {path})" : "";
            throw new InvalidDataException(
                $"{where}: this is no run of a plan, which 'exactgn sweep plan' of this version writes{place}: "
                + error.Message.Split('\n')[0].Split(" Path: ")[0].Trim(),
                error);
        }
    }

    private static void RequireValid(string where, RunConfiguration run)
    {
        try
        {
            run.Validated();
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{where}: {error.Message}", error);
        }
    }

    private static bool IsWord(string text) => text.Length is > 0 and <= 100
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.')
        && !text.StartsWith('.');
}
