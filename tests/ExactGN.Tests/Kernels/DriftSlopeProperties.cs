namespace ExactGN.Tests;

/// <summary>theory/lazy-regime.md: how drift moves with h, d, α, σ and L, as mean log-log slopes with their 95 %
/// intervals over seeds.</summary>
[Trait("Category", "Full")]
public sealed class DriftSlopeProperties
{
    private const int Seeds = 24;

    private static readonly int[] HiddenWidths = [64, 128, 256, 512];
    private static readonly int[] StateWidths = [16, 32, 64, 128];

    private static readonly DriftRun Base = new(
        Features: 16, Hidden: 128, Samples: 8, Classes: 3, Blocks: 2, Alpha: 0.5, Sigma: 0.1, Seed: 0);

    [Claim("LAZY-12", Share = 0.03)]
    public Property Kernel_drift_has_a_plateau_in_the_hidden_width(DriftProtocol protocol, DriftSeeds seeds) =>
        Verdict.Below(
            seeds, InHiddenWidth(protocol, seeds, reading => reading.Kernel).OutOf(0, band: 0.3), threshold: 1);

    [Claim("LAZY-13", Share = 0.03)]
    public Property The_gap_to_the_linearisation_has_a_plateau_in_the_hidden_width(
        DriftProtocol protocol, DriftSeeds seeds) =>
            Verdict.Below(
                seeds, InHiddenWidth(protocol, seeds, reading => reading.Gap).OutOf(0, band: 0.3), threshold: 1);

    [Claim("LAZY-14", Share = 0.03)]
    public Property Only_the_relative_change_of_the_weights_falls_with_the_hidden_width(
        DriftProtocol protocol, DriftSeeds seeds) =>
            Verdict.Below(
                seeds,
                InHiddenWidth(protocol, seeds, reading => reading.Weights).OutOf(-0.5, band: 0.15),
                threshold: 1);

    [Claim("LAZY-15", Share = 0.03)]
    public Property Kernel_drift_falls_with_the_state_width(DriftProtocol protocol, DriftSeeds seeds) =>
        Verdict.Below(
            seeds, InStateWidth(protocol, seeds, reading => reading.Kernel).OutOf(-1, band: 0.35), threshold: 1);

    [Claim("LAZY-16", Share = 0.03)]
    public Property The_misalignment_falls_with_the_square_of_the_state_width(
        DriftProtocol protocol, DriftSeeds seeds) =>
            Verdict.Below(
                seeds,
                InStateWidth(protocol, seeds, reading => reading.Misalignment).OutOf(-2, band: 0.6),
                threshold: 1);

    [Claim("LAZY-17", Share = 0.03)]
    public Property Kernel_drift_of_a_single_step_grows_with_the_step_size(DriftProtocol protocol, DriftSeeds seeds)
    {
        var slope = LogLogSlope.Of(
            [1, 2, 4, 8],
            (eighths, seed) => protocol.Measure(Base with { Alpha = eighths / 8.0, Seed = seed }).Kernel,
            Enumerable.Range(seeds.First, Seeds));

        return Verdict.Below(seeds, slope.OutOf(1, band: 0.5), threshold: 1);
    }

    [Claim("LAZY-18", Share = 0.03)]
    public Property Kernel_drift_has_a_plateau_in_the_size_of_the_initial_weights(
        DriftProtocol protocol, DriftSeeds seeds)
    {
        var slope = LogLogSlope.Of(
            [1, 10, 30, 100],
            (thousandths, seed) => protocol.Measure(Base with { Sigma = 1e-3 * thousandths, Seed = seed }).Kernel,
            Enumerable.Range(seeds.First, Seeds));

        return Verdict.Below(seeds, slope.OutOf(0, band: 0.15), threshold: 1);
    }

    [Claim("LAZY-19", Share = 0.03)]
    public Property Kernel_drift_hardly_depends_on_the_depth(DriftProtocol protocol, DriftSeeds seeds)
    {
        var slope = LogLogSlope.Of(
            [1, 2, 4, 8],
            (blocks, seed) => protocol.Measure(Base with { Blocks = blocks, Seed = seed }).Kernel,
            Enumerable.Range(seeds.First, Seeds));

        return Verdict.Below(seeds, slope.OutOf(0, band: 0.35), threshold: 1);
    }

    private static LogLogSlope InHiddenWidth(
        DriftProtocol protocol, DriftSeeds seeds, Func<DriftReading, double> quantity) =>
            LogLogSlope.Of(
                HiddenWidths,
                (hidden, seed) => quantity(protocol.Measure(Base with { Hidden = hidden, Seed = seed })),
                Enumerable.Range(seeds.First, Seeds));

    private static LogLogSlope InStateWidth(
        DriftProtocol protocol, DriftSeeds seeds, Func<DriftReading, double> quantity) =>
            LogLogSlope.Of(
                StateWidths,
                (width, seed) => quantity(protocol.Measure(Base with { Features = width, Sigma = 0.01, Seed = seed })),
                Enumerable.Range(seeds.First, Seeds));
}
