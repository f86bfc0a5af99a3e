namespace ExactGN.Experiments;

/// <summary>What <c>exactgn reproduce</c> is asked to do.</summary>
/// <param name="Output">The output folder.</param>
/// <param name="Seeds">The seeds, each once; null for those of the scale, or of a preregistered design.</param>
/// <param name="Device">"cpu" or "cuda".</param>
/// <param name="Dtype">float32 or float64; each experiment's own when null.</param>
/// <param name="Scale">How large the experiments are.</param>
public sealed record ReproductionOptions(
    string Output, IReadOnlyList<int>? Seeds, string Device, ScalarType? Dtype, Scale Scale = Scale.Smoke)
{
    /// <summary>The experiments when none are named at scale smoke.</summary>
    public static IReadOnlyList<string> Usual { get; } = [.. FirstLook.Ids, "EXP-1"];

    /// <summary>The experiments when none are named at scales laptop and paper: the paper's first three
    /// figures.</summary>
    public static IReadOnlyList<string> UsualInPictures { get; } = ["EXP-1", "EXP-2", "EXP-3"];

    /// <summary>The experiments' numbers, or "all".</summary>
    public IReadOnlyList<string> Experiments { get; init; } = Usual;

    /// <summary>The epochs, where they are to be fewer than the experiments' own; what is preregistered
    /// has no verdict then.</summary>
    public int? Epochs { get; init; }

    /// <summary>The regime of the paper's claims; the scale's usual one when null.</summary>
    public string? Regime { get; init; }

    /// <summary>The data set; the scale's usual one when null.</summary>
    public string? Data { get; init; }

    /// <summary>Whether a learning-rate sweep goes with the experiments.</summary>
    public bool Sweep { get; init; }

    /// <summary>Where real data is looked for first; null for the usual search.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The time between two checkpoints of a run.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(30);
}
