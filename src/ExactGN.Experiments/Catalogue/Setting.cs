namespace ExactGN.Experiments;

/// <summary>Runs that are compared with each other: the same data, network and epochs, several arms, the same seeds.</summary>
/// <param name="Id">Its name in folder names, such as "full-batch".</param>
/// <param name="Title">Its name in captions.</param>
/// <param name="Regime">Why these numbers: which hypotheses of the claims they meet.</param>
/// <param name="Arms">One configuration per curve; seeds are put in when it is run.</param>
public sealed record Setting(string Id, string Title, string Regime, IReadOnlyList<RunConfiguration> Arms)
{
    /// <summary>All runs for the given seeds, the dearest optimiser first.</summary>
    /// <param name="seeds">The seeds.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">"cpu" or "cuda".</param>
    public IEnumerable<RunConfiguration> Runs(IReadOnlyCollection<int> seeds, ScalarType dtype, string device) =>
        from arm in Arms from seed in seeds select arm with { Seed = seed, Dtype = dtype, Device = device };
}
