namespace ExactGN.Cli.Commands.Verify;

/// <summary>Writes a working adapter to fill in.</summary>
internal static class AdapterSkeleton
{
    private const string Module = "exactgn_adapter.py";

    /// <summary>Writes it, and the module that it needs beside it; what is there stays.</summary>
    /// <param name="language">python.</param>
    /// <param name="file">The adapter's name.</param>
    internal static int Write(string language, string file)
    {
        if (language != "python")
        {
            return PlainErrors.Refuse(
                $"An adapter's language must be python here, got '{language}'; "
                    + "theory/protocol.md is all that another language needs.");
        }

        OutputFile.RequireWritable(file);
        var module = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, Module);
        if (File.Exists(file) || Path.GetFileName(file) == Module)
        {
            return PlainErrors.Refuse(
                $"A new adapter must have a name of its own, and '{file}' is there already or is the module's.");
        }

        OutputFile.Write(file, EmbeddedFile.Read("adapters/python/skeleton.py"));
        if (!File.Exists(module))
        {
            OutputFile.Write(module, EmbeddedFile.Read($"adapters/python/{Module}"));
        }

        Console.Out.WriteLine(
            $"Wrote {file} and {Path.GetFileName(module)} beside it. Now: exactgn verify -- python3 {file}");
        return 0;
    }
}
