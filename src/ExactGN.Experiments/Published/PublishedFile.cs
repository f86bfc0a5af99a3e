namespace ExactGN.Experiments.Published;

/// <summary>A configuration file of the paper's public implementation, with values set beside it;
/// every key is known and every value keeps its rule.</summary>
public sealed class PublishedFile
{
    private readonly PublishedNode.Map _root;
    private readonly IReadOnlyList<PublishedSetting> _settings;

    private PublishedFile(string name, PublishedNode.Map root, IReadOnlyList<PublishedSetting> settings)
    {
        (Name, _root, _settings) = (name, settings.Aggregate(root, (map, setting) => setting.In(map)), settings);
        RequireKnown();
        foreach (var key in PublishedKeys.All)
        {
            key.Check(this);
        }
    }

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>The text that was read.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The values set beside it, as KEY=VALUE.</summary>
    public IReadOnlyList<string> Settings => [.. _settings.Select(setting => setting.Text)];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">Values that win over the file's, each as KEY=VALUE with the key's dotted path and the
    /// value in YAML; of two for one key the later.</param>
    /// <exception cref="InvalidDataException">Something in it is not as published; the message is a sentence with file,
    /// line, key, rule and value.</exception>
    /// <exception cref="ArgumentException">A setting is no KEY=VALUE, or names no key.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static PublishedFile Read(string path, params IReadOnlyList<string> settings) =>
        Read(path, [.. settings.Select(PublishedSetting.Parse)]);

    /// <summary>Reads a file with settings that have been read before.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">Values that win over the file's.</param>
    /// <param name="option">What names the file, for refusals.</param>
    internal static PublishedFile Read(
        string path, IReadOnlyList<PublishedSetting> settings, string option = "--config")
    {
        // Once: a pipe has it no second time.
        var text = PublishedYaml.Text(path, option);
        return new(
            Path.GetFileName(path),
            PublishedYaml.Map(path, text, "the sections Setup, Runtime and Output"),
            settings)
        {
            Text = text,
        };
    }

    /// <summary>Reads what a file would hold.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="text">Its text.</param>
    /// <param name="settings">Values that win over the text's.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Read(string, IReadOnlyList{string})"/>.</exception>
    /// <exception cref="ArgumentException">As for <see cref="Read(string, IReadOnlyList{string})"/>.</exception>
    public static PublishedFile Parse(string name, string text, params IReadOnlyList<string> settings)
    {
        var root = PublishedYaml.Read(text, line => $"{name}, line {line}");
        return new(
            name,
            root as PublishedNode.Map
                ?? throw new InvalidDataException(
                    $"'{name}' must hold the sections Setup, Runtime and Output, got {root.Text}."),
            [.. settings.Select(PublishedSetting.Parse)]);
    }

    /// <summary>The value of a key; null where it has none.</summary>
    /// <param name="path">The key.</param>
    internal PublishedNode? Find(string path)
    {
        PublishedNode? node = _root;
        foreach (var name in path.Split('.'))
        {
            node = (node as PublishedNode.Map)?[name];
        }

        return node;
    }

    /// <summary>Whether a key's value was set beside the file.</summary>
    internal bool IsSet(PublishedKey key) =>
        _settings.Any(setting => $"{key.Path}.".StartsWith($"{setting.Path}.", StringComparison.Ordinal));

    /// <summary>The refusal of a value that keeps its own key's rule and does not fit the others.</summary>
    internal InvalidDataException Refusal(PublishedKey key, string rule) =>
        new($"{Find(key.Path)?.Where ?? Name}: '{key.Path}' {rule}, got {Find(key.Path)?.Text ?? "nothing"}.");

    // All unknown keys in one sentence: a typo must not pass for a default.
    private void RequireKnown()
    {
        List<string> unknown = [];
        Visit(_root, "");
        if (unknown.Count > 0)
        {
            throw new InvalidDataException(
                $"{Name} has {(unknown.Count == 1 ? "a key that is" : "keys that are")} not in the published files: "
                + $"{string.Join("; ", unknown)}.");
        }

        void Visit(PublishedNode.Map map, string prefix)
        {
            foreach (var (key, value, where) in map.Entries)
            {
                var path = prefix + key;
                if (PublishedKeys.All.Any(known => known.Path == path))
                {
                    continue;
                }

                if (!PublishedKeys.Sections.Contains(path))
                {
                    unknown.Add($"'{path}' ({where}; the nearest is '{PublishedKeys.Nearest(path)}')");
                }
                else if (value is PublishedNode.Map section)
                {
                    Visit(section, path + ".");
                }
                else if (!value.IsNull)
                {
                    throw new InvalidDataException(
                        $"{value.Where}: '{path}' takes keys with values, got {value.Text}.");
                }
            }
        }
    }
}
