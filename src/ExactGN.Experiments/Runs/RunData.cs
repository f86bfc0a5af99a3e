namespace ExactGN.Experiments.Runs;

/// <summary>What a run trains, validates and tests on.</summary>
public static class RunData
{
    /// <summary>Loads it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="search">Where to look.</param>
    /// <param name="device">Where the run is made; the CPU when null.</param>
    /// <returns>The data set; the caller owns it.</returns>
    /// <exception cref="ArgumentException">There is no such data set, or it has fewer images.</exception>
    /// <exception cref="InvalidDataException">A file is malformed; the message names it.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static DataSet Load(RunConfiguration run, DataSearch search, Device? device = null) =>
        run.Data == DataCatalogue.Digits
        ? Digits.Load(run.Split, run.TrainSamples, run.Seed, run.Dtype, device)
        : search.Require(DataCatalogue.Named(run.Data))
            .Load(run.Split, run.TrainSamples, run.Seed, run.Dtype, device);
}
