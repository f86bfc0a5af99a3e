namespace ExactGN.Cli.Shared;

/// <summary>A file whose name the user gave.</summary>
internal static class OutputFile
{
    /// <summary>Writes it whole, or to the device or pipe that the name stands for; a folder that is missing
    /// is made.</summary>
    /// <param name="output">The name.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="IOException">It cannot be written; the message names it.</exception>
    internal static void Write(string output, string text) => Named(output, () =>
    {
        RequireNoFolder(output);
        Directory.CreateDirectory(new FileInfo(output).DirectoryName!);
        WholeFile.WriteText(output, text);
    });

    /// <summary>Shows that it can be written, before work is put into what it will hold; nothing is made.</summary>
    /// <param name="output">The name.</param>
    /// <exception cref="IOException">It cannot.</exception>
    internal static void RequireWritable(string output) => Named(output, () =>
    {
        RequireNoFolder(output);
        // A file that is there may be a device or a pipe, beside which nothing can be made.
        if (!File.Exists(output))
        {
            RequirePlace(Path.GetDirectoryName(Path.GetFullPath(output)));
        }
    });

    /// <summary>The same of a folder for files.</summary>
    /// <param name="output">The name.</param>
    /// <exception cref="IOException">None can be made there.</exception>
    internal static void RequireFolder(string output) =>
        Named(output, () => RequirePlace(Path.GetFullPath(output)));

    private static void Named(string output, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{output}' cannot be written: {error.Message}", error);
        }
    }

    private static void RequireNoFolder(string output)
    {
        if (Directory.Exists(output))
        {
            throw new IOException("it is a folder.");
        }
    }

    // The nearest folder that is there already tells.
    private static void RequirePlace(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(folder))
            {
                throw new IOException($"'{folder}' is a file.");
            }

            if (Directory.Exists(folder))
            {
                WholeFile.Probe(folder);
                return;
            }
        }
    }
}
