namespace ExactGN.Experiments.Sweeps;

/// <summary>One run of a sweep.</summary>
/// <param name="Index">Its number in the plan, from 0.</param>
/// <param name="Varies">The values of what varies in the sweep, by setting.</param>
/// <param name="Run">The whole configuration, with the device left open.</param>
public sealed record SweepRun(int Index, OrderedDictionary<string, string> Varies, RunConfiguration Run)
{
    /// <summary>The device of a planned run: which there is, the machine that makes the run says.</summary>
    public const string AnyDevice = "auto";

    /// <summary>The run for readers: "run 3 (lr 0.1, seed 42)".</summary>
    public string Label => Varies.Count == 0
        ? $"run {Index}"
        : $"run {Index} ({string.Join(", ", Varies.Select(setting => $"{Word(setting.Key)} {setting.Value}"))})";

    /// <summary>The configuration on a device.</summary>
    /// <param name="device">"cpu" or "cuda".</param>
    public RunConfiguration On(string device) => Run with { Device = device };

    private static string Word(string key) => key[(key.LastIndexOf('.') + 1)..];
}
