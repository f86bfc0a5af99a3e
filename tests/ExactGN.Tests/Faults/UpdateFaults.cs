namespace ExactGN.Tests;

/// <summary>Faults of the exact update, planted in a plain second implementation of the sweep.</summary>
public static class UpdateFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("half-layer rule", new UpdateRule("half-layer rule", (model, state, error) =>
        {
            var sweep = new PlainSweep(model) { CrossTerm = (_, s2, _, _) => s2 };
            return sweep.Run(state, error);
        }), "GN-1"),
    ];
}
