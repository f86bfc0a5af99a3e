namespace ExactGN.Tests;

/// <summary>Faults of the noise in the features.</summary>
public static class NoiseFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Noise(
            "noise of its own size whatever the features'",
            (a, noise, seed) => (noise / a.norm().ToDouble() * Math.Sqrt(a.numel()), seed)),
        Noise("noise as large in every entry as in all", (a, noise, seed) => (noise * Math.Sqrt(a.numel()), seed)),
        Noise("the same noise whatever the seed", (_, noise, _) => (noise, 0)),
        Noise("no noise at all", (_, _, seed) => (0, seed)),
    ];

    private static Fault Noise(string name, Func<Tensor, double, ulong, (double Noise, ulong Seed)> change) => new(
        name, new NoisyRule(name, (a, s, noise, seed) =>
        {
            var (size, draw) = change(a, noise, seed);
            return NoisyRule.Library.Solve(a, s, size, draw);
        }), "LS-36");
}
