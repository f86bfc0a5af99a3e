namespace ExactGN.Tests;

/// <summary>Faults of the exact update, planted in a plain second implementation of the sweep.</summary>
public static class UpdateFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("half-layer rule", Sweep("half-layer rule", (_, s2, _, _) => s2), "GN-1"),
        new("cross term with the wrong sign", Sweep("cross term with the wrong sign", (g, s2, projected, _) => s2 + g.Jvp(projected)), "GN-1"),
        new("sign of the update", Scaled("sign of the update", _ => -1), "GN-1"),
        new("1/L forgotten", Scaled("1/L forgotten", model => model.Blocks.Count), "GN-1"),
        new("1/(2L)", Scaled("1/(2L)", _ => 0.5), "GN-1"),
    ];

    private static UpdateRule Sweep(string name, Func<CouplingPoint, Tensor, Tensor, Tensor, Tensor> crossTerm) =>
        new(name, (model, state, error) => new PlainSweep(model) { CrossTerm = crossTerm }.Run(state, error));

    private static UpdateRule Scaled(string name, Func<RevMlp, double> factor) =>
        new(name, (model, state, error) => [.. new PlainSweep(model).Run(state, error).Select(delta => factor(model) * delta)]);
}
