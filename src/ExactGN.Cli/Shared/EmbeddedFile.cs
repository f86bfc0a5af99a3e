namespace ExactGN.Cli.Shared;

/// <summary>Text files that the program carries.</summary>
internal static class EmbeddedFile
{
    /// <summary>One of them.</summary>
    /// <param name="name">Its logical name.</param>
    internal static string Read(string name)
    {
        using var stream = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"'{name}' must be embedded in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
