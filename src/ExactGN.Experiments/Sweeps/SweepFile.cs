namespace ExactGN.Experiments.Sweeps;

/// <summary>A sweep as its author writes it: a published configuration, what is set beside it, and what
/// varies.</summary>
/// <remarks>
/// A YAML file with the keys <c>config</c> (a published file, relative to this one), <c>set</c> (settings
/// of every run), <c>list</c> (variants, each a map of settings), <c>grid</c> (values by setting,
/// all combinations) and <c>seeds</c>. Every variant is combined with every point of the grid and every seed;
/// seeds change fastest, then the grid's last setting.
/// </remarks>
public sealed class SweepFile
{
    /// <summary>The most runs that a sweep may have.</summary>
    public const int MostRuns = 100_000;

    private const string Seed = "Setup.Experiment.seed";

    private static readonly string[] Keys = ["config", "set", "list", "grid", "seeds"];

    private readonly string _name;
    private readonly string _config;
    private readonly string _configIs;
    private readonly IReadOnlyList<PublishedSetting> _fixed;

    // Each dimension has points, and each point is some settings: a list's variant has many,
    // a grid's value and a seed have one.
    private readonly IReadOnlyList<IReadOnlyList<IReadOnlyList<PublishedSetting>>> _dimensions;

    private SweepFile(string path, PublishedNode.Map root)
    {
        _name = Path.GetFileName(path);
        RequireKnown(root);
        _configIs = $"{root["config"]?.Where ?? _name}: 'config'";
        _config = root["config"] is PublishedNode.Scalar { IsNull: false } config
            ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, config.Value)
            : throw new InvalidDataException(
                $"{_configIs} takes a published configuration file, got {root["config"]?.Text ?? "nothing"}.");
        _fixed = Fixed(root["set"]);
        _dimensions = [.. List(root["list"]), .. Grid(root["grid"]), .. Seeds(root["seeds"])];
        RequireOnePlaceEach();
        Count = _dimensions.Aggregate(1.0, (product, points) => product * points.Count) is var count
            && count <= MostRuns
            ? (int)count
            : throw new InvalidDataException(
                FormattableString.Invariant($"A sweep has at most {MostRuns} runs, and '{_name}' asks for {count:g}."));
    }

    /// <summary>How many runs it asks for.</summary>
    public int Count { get; }

    /// <summary>Reads a sweep.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">Something in it is not a sweep's; the message is a sentence with file,
    /// line, rule and value.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SweepFile Read(string path) =>
        new(path, PublishedYaml.File(path, "sweep plan", $"some of the keys {string.Join(", ", Keys)}"));

    /// <summary>All its runs, each resolved to a whole configuration.</summary>
    /// <param name="dtype">The precision of all numbers.</param>
    /// <exception cref="InvalidDataException">A run is none of this program's, or is there twice.</exception>
    public SweepPlan Plan(ScalarType dtype)
    {
        List<(SweepRun Run, string Places)> runs = [];
        string[] varying = [.. _dimensions.SelectMany(points => points)
            .SelectMany(point => point)
            .Select(setting => setting.Path)
            .Distinct()];
        List<string> departures = [];
        foreach (var settings in Combinations())
        {
            var file = PublishedFile.Read(_config, [.. _fixed, .. settings], _configIs);
            // Which device there is, only the machine that makes the run can tell.
            var published = PublishedRun.Of(file, device: null, dtype);
            OrderedDictionary<string, string> varies = [];
            foreach (var path in varying)
            {
                varies[path] = file.Find(path)?.Text ?? "";
            }

            runs.Add((
                new(runs.Count, varies, published.Configuration),
                string.Join(" and ", settings.Select(setting => setting.Value.Where).Distinct())));
            departures.AddRange(published.Departures
                .Except(departures)
                .Where(sentence => !sentence.StartsWith("Set beside the file", StringComparison.Ordinal)));
        }

        foreach (var same in runs.GroupBy(run => run.Run.Run).Where(group => group.Count() > 1))
        {
            var (first, second) = (same.First(), same.ElementAt(1));
            throw new InvalidDataException(
                $"Each run may be asked for once, and {second.Run.Label} ({second.Places}) is the same as "
                + $"{first.Run.Label} ({first.Places}).");
        }

        return new(_name, [.. runs.Select(run => run.Run)], departures);
    }

    // Lexicographic, the last dimension fastest.
    private IEnumerable<IReadOnlyList<PublishedSetting>> Combinations()
    {
        for (var index = 0; index < Count; index++)
        {
            var (left, settings) = (index, new List<PublishedSetting>());
            foreach (var points in _dimensions.Reverse())
            {
                (left, var at) = Math.DivRem(left, points.Count);
                settings.InsertRange(0, points[at]);
            }

            yield return settings;
        }
    }

    private void RequireKnown(PublishedNode.Map root)
    {
        string[] unknown = [.. root.Entries.Where(entry => !Keys.Contains(entry.Key)).Select(entry => $"'{entry.Key}' "
            + $"({entry.Where}; the nearest is '{Keys.MinBy(key => EditDistance.Between(key, entry.Key))}')")];
        if (unknown.Length > 0)
        {
            throw new InvalidDataException(
                $"{_name} has {(unknown.Length == 1 ? "a key that is" : "keys that are")} not a sweep's: "
                + $"{string.Join("; ", unknown)}.");
        }
    }

    private static PublishedSetting[] Fixed(PublishedNode? node) => node switch
    {
        null or { IsNull: true } => [],
        PublishedNode.Map map => Settings(map),
        PublishedNode.List list =>
        [
            .. list.Items.Select(item => item is PublishedNode.Scalar { Value: var text }
                && text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals
                ? PublishedSetting.Of(
                    text[..equals], PublishedYaml.Read(text[(equals + 1)..], _ => item.Where), item.Where)
                : throw new InvalidDataException($"{item.Where}: an item of 'set' is KEY=VALUE, got {item.Text}.")),
        ],
        _ => throw new InvalidDataException(
            $"{node.Where}: 'set' takes settings, as a map or as a list of KEY=VALUE, got {node.Text}."),
    };

    private static PublishedSetting[] Settings(PublishedNode.Map map) =>
        [.. map.Entries.Select(entry => PublishedSetting.Of(entry.Key, entry.Value, entry.Where))];

    private static IEnumerable<PublishedSetting[][]> List(PublishedNode? node) => node switch
    {
        null or { IsNull: true } => [],
        PublishedNode.List { Items.Count: > 0 } list =>
        [
            [
                .. list.Items.Select(item => item is PublishedNode.Map map
                    ? Settings(map)
                    : throw new InvalidDataException(
                        $"{item.Where}: an item of 'list' is a map of settings, got {item.Text}."))
            ],
        ],
        _ => throw new InvalidDataException(
            $"{node.Where}: 'list' takes at least one map of settings, got {node.Text}."),
    };

    private static IEnumerable<PublishedSetting[][]> Grid(PublishedNode? node) => node switch
    {
        null or { IsNull: true } => [],
        PublishedNode.Map map =>
            map.Entries.Select(entry => entry.Value is PublishedNode.List { Items.Count: > 0 } values
                ? values.Items
                    .Select(value => (PublishedSetting[])[PublishedSetting.Of(entry.Key, value, entry.Where)])
                    .ToArray()
                : throw new InvalidDataException(
                    $"{entry.Value.Where}: '{entry.Key}' of 'grid' takes a list of at least one value, "
                    + $"got {entry.Value.Text}.")),
        _ => throw new InvalidDataException(
            $"{node.Where}: 'grid' takes a map from settings to lists of values, got {node.Text}."),
    };

    private static IEnumerable<PublishedSetting[][]> Seeds(PublishedNode? node)
    {
        if (node is null or { IsNull: true })
        {
            return [];
        }

        var text = node switch
        {
            PublishedNode.Scalar scalar => scalar.Value,
            PublishedNode.List { Items.Count: > 0 } list when list.Items.All(item => item is PublishedNode.Scalar) =>
                string.Join(',', list.Items.Cast<PublishedNode.Scalar>().Select(item => item.Value)),
            _ => throw new InvalidDataException(
                $"{node.Where}: 'seeds' takes numbers and ranges such as 42-51, got {node.Text}."),
        };
        try
        {
            return [[
                .. SeedList.Parse(text, "'seeds'").Select(seed => (PublishedSetting[])[PublishedSetting.Of(
                    Seed, new PublishedNode.Scalar(node.Where, FormattableString.Invariant($"{seed}")), node.Where)])
            ]];
        }
        catch (FormatException error)
        {
            throw new InvalidDataException($"{node.Where}: {error.Message}", error);
        }
    }

    // Of two values for one setting one would be lost without a word.
    private void RequireOnePlaceEach()
    {
        var places = _dimensions.Select(points => points.SelectMany(point => point).DistinctBy(setting => setting.Path))
            .Prepend(_fixed)
            .SelectMany(settings => settings);
        PublishedSetting[] all = [.. places];
        foreach (var setting in all)
        {
            // A section holds the settings below it.
            PublishedSetting[] same = [.. all.Where(other => other.Path == setting.Path
                || other.Path.StartsWith(setting.Path + ".", StringComparison.Ordinal))];
            if (same.Length > 1)
            {
                throw new InvalidDataException(
                    $"A setting is given in one place of a sweep, and '{setting.Path}' is at "
                    + $"{string.Join(" and at ", same.Select(other => other.Value.Where))}.");
            }
        }
    }
}
