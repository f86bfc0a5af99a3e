namespace ExactGN.Cli.Shared;

/// <summary>Before hours are spent: the data are there, and as many as are asked for.</summary>
internal static class RequiredData
{
    /// <summary>Makes sure that a folder that was named is there.</summary>
    /// <param name="folder">The folder of --data-dir; null for the usual search.</param>
    /// <exception cref="InvalidDataException">There is none.</exception>
    internal static void Folder(string? folder)
    {
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new InvalidDataException($"--data-dir takes a folder, and there is none '{folder}'.");
        }
    }

    /// <summary>Makes sure of a run's data.</summary>
    /// <param name="run">The run.</param>
    /// <param name="folder">The folder of --data-dir; null for the usual search.</param>
    /// <param name="help">From the number of images that are there to what helps.</param>
    /// <exception cref="InvalidDataException">There is less; the message is one sentence.</exception>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    internal static void For(RunConfiguration run, string? folder, Func<int, string> help)
    {
        Folder(folder);
        var (count, place) = DataCatalogue.TrainImages(run.Data, DataSearch.Order(folder));
        if (count < run.TrainSamples)
        {
            throw new InvalidDataException(
                $"'{place}' has {count} of the {run.TrainSamples} training images that the run takes; {help(count)}.");
        }
    }
}
