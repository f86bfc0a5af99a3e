namespace ExactGN.Experiments.Claims;

/// <summary>Text files that this assembly carries.</summary>
internal static class EmbeddedText
{
    /// <summary>One of them.</summary>
    /// <param name="name">Its logical name.</param>
    internal static string Read(string name)
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"'{name}' must be embedded in this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>All whose names begin and end so, in the names' order; the name given back is what lies
    /// between.</summary>
    internal static IEnumerable<(string Name, string Text)> All(string prefix, string suffix) =>
        from name in typeof(EmbeddedText).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal)
        where name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(suffix, StringComparison.Ordinal)
        select (name[prefix.Length..^suffix.Length], Read(name));
}
