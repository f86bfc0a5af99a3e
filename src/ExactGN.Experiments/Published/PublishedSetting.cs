namespace ExactGN.Experiments.Published;

/// <summary>A value that wins over a published file's.</summary>
/// <param name="Path">The key, or a section.</param>
/// <param name="Value">The value.</param>
/// <param name="Text">As its author wrote it.</param>
internal sealed record PublishedSetting(string Path, PublishedNode Value, string Text)
{
    /// <summary>Reads KEY=VALUE.</summary>
    /// <param name="text">The key's dotted path and the value in YAML.</param>
    /// <exception cref="ArgumentException">It is no KEY=VALUE, or names no key.</exception>
    /// <exception cref="InvalidDataException">The value is no YAML.</exception>
    internal static PublishedSetting Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
        {
            throw new ArgumentException(
                $"--set takes KEY=VALUE such as Runtime.Train.args.num_epochs=3, got '{text}'.");
        }

        var path = text[..equals];
        return IsKnown(path)
            ? new(path, PublishedYaml.Read(text[(equals + 1)..], _ => $"--set {path}"), text)
            : throw new ArgumentException(
                $"--set takes a key of the published files, and '{path}' is none; "
                + $"the nearest is '{PublishedKeys.Nearest(path)}'.");
    }

    /// <summary>A setting of a file that has keys and values beside those of a published one.</summary>
    /// <exception cref="InvalidDataException">It names no key.</exception>
    internal static PublishedSetting Of(string path, PublishedNode value, string where) => IsKnown(path)
        ? new(path, value, $"{path}={value.Text}")
        : throw new InvalidDataException(
            $"{where}: a setting is a key of the published files, and '{path}' is none; "
            + $"the nearest is '{PublishedKeys.Nearest(path)}'.");

    /// <summary>Puts the value in its place.</summary>
    internal PublishedNode.Map In(PublishedNode.Map root) => root.With(Path.Split('.'), Value);

    private static bool IsKnown(string path) =>
        PublishedKeys.Sections.Contains(path) || PublishedKeys.All.Any(key => key.Path == path);
}
