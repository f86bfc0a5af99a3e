using ExactGN.Experiments;

namespace ExactGN.Cli;

/// <summary>A file whose name the user gave.</summary>
internal static class OutputFile
{
    /// <summary>Writes it whole, or to the device or pipe that the name stands for.</summary>
    /// <param name="output">The name.</param>
    /// <param name="text">The text.</param>
    internal static void Write(string output, string text)
    {
        var file = new FileInfo(output);
        Directory.CreateDirectory(file.DirectoryName!);
        var isLink = file.LinkTarget is not null;
        var place = isLink ? new FileInfo(file.ResolveLinkTarget(returnFinalTarget: true)!.FullName) : file;
        if (place.Exists ? place.Length == 0 : isLink)
        {
            // A device or a pipe, such as /dev/stdout, seems empty or not there, and must not be replaced by a file; what is empty has nothing to lose.
            File.WriteAllText(output, text);
            return;
        }

        WholeFile.WriteText(place.FullName, text);
    }
}
