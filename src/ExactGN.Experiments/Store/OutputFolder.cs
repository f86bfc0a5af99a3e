using System.Text.Json;

namespace ExactGN.Experiments.Store;

/// <summary>Where a reproduction writes: runs/…, figures/…, claims.csv, findings.md, manifest.json,
/// report.html.</summary>
public sealed class OutputFolder
{
    /// <summary>Makes the folder and shows that it can be written to.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="IOException">It cannot be made or written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of permission.</exception>
    public OutputFolder(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new ArgumentException("The output folder needs a name, got an empty one.");
        }

        Root = Path.GetFullPath(HomePath.Expanded(path));
        for (var above = Root; above is not null; above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above))
            {
                throw new IOException(above == Root ? "there is a file of that name." : $"'{above}' is a file.");
            }
        }

        try
        {
            Directory.CreateDirectory(Path.Combine(Root, "runs"));
            Directory.CreateDirectory(Path.Combine(Root, "figures"));
            WholeFile.Probe(Root);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException("no folder can be made there.", error);
        }
    }

    /// <summary>The folder's full path.</summary>
    public string Root { get; }

    /// <summary>A file in it.</summary>
    /// <param name="parts">The path below it.</param>
    public string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>A run's folder, as links in the report name it.</summary>
    /// <param name="run">The run.</param>
    public static string LinkTo(RunConfiguration run) => $"runs/{run.FolderName}/";

    /// <summary>Opens a run's folder for writing.</summary>
    /// <param name="run">The run.</param>
    /// <param name="checkpointEvery">The time between two checkpoints; the usual one when null.</param>
    public RunFolder Open(RunConfiguration run, TimeSpan? checkpointEvery = null) =>
        new(At("runs", run.FolderName), checkpointEvery);

    /// <summary>Whether a run has ended in it; nothing is made or changed.</summary>
    /// <param name="run">The run.</param>
    public bool HasFinished(RunConfiguration run) => RunFolder.Finished(At("runs", run.FolderName), run) is not null;

    /// <summary>Where a run was begun or finished in it; null where nothing of it is there.</summary>
    /// <param name="run">The run.</param>
    public Placement? PlacementOf(RunConfiguration run) => RunFolder.Placed(At("runs", run.FolderName));

    /// <summary>Removes what a process that is gone was in the middle of writing in a run's folder.</summary>
    /// <param name="run">The run.</param>
    internal void RemoveUnfinished(RunConfiguration run)
    {
        var folder = At("runs", run.FolderName);
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, $"*{WholeFile.Suffix}*") : [])
        {
            File.Delete(file);
        }
    }

    /// <summary>Writes a value as indented JSON, on the disk before what it replaces or concludes goes.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="value">The value.</param>
    public static void WriteJson<T>(string path, T value) =>
        WholeFile.Write(
            path,
            partial => File.WriteAllText(partial, JsonSerializer.Serialize(value, Json.Indented) + "\n"),
            flushToDisk: true);
}
