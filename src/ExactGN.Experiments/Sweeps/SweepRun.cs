namespace ExactGN.Experiments.Sweeps;

/// <summary>One run of a sweep.</summary>
/// <param name="Index">Its number in the plan, from 0.</param>
/// <param name="Varies">The values of what varies in the sweep, by setting.</param>
/// <param name="Run">The whole configuration; where it is made, the machine that makes it says.</param>
public sealed record SweepRun(int Index, OrderedDictionary<string, string> Varies, RunConfiguration Run)
{
    /// <summary>The run for readers: "run 3 (lr 0.1, seed 42)".</summary>
    public string Label => Varies.Count == 0
        ? $"run {Index}"
        : $"run {Index} ({string.Join(", ", Varies.Select(setting => $"{Word(setting.Key)} {setting.Value}"))})";

    private static string Word(string key) => key[(key.LastIndexOf('.') + 1)..];
}
