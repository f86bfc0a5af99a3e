namespace ExactGN.Cli.Shared;

/// <summary>A file whose name the user gave.</summary>
internal static class OutputFile
{
    /// <summary>Writes it whole, or to the device or pipe that the name stands for; a folder that is missing
    /// is made.</summary>
    /// <param name="output">The name.</param>
    /// <param name="text">The text.</param>
    internal static void Write(string output, string text)
    {
        Directory.CreateDirectory(new FileInfo(output).DirectoryName!);
        WholeFile.WriteText(output, text);
    }
}
