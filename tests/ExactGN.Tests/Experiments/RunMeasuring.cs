namespace ExactGN.Tests;

/// <summary>Measuring under test: (run, plan, data, the network at two later times) → what was measured
/// at each.</summary>
public sealed record RunMeasuring(
    string Name,
    Func<RunConfiguration, MeasurePlan, DataSet, ReversibleNetwork, ReversibleNetwork,
        (Measurement First, Measurement Second)> Read) : UnderTest(Name)
{
    public static RunMeasuring Library { get; } = new("library", (run, plan, data, first, second) =>
    {
        using var start = new StartComparison(run, plan, data);
        return (start.Read(first, moved: true), start.Read(second, moved: true));
    });

    /// <summary>The library's measurements, the later one changed.</summary>
    public static RunMeasuring But(string name, Func<Measurement, Measurement, Measurement> change) => new(
        name, (run, plan, data, first, second) =>
        {
            var (a, b) = Library.Read(run, plan, data, first, second);
            return (a, change(a, b));
        });
}

public static partial class Arbitraries
{
    public static Arbitrary<RunMeasuring> RunMeasurings() => Arb.From(Gen.Constant(RunMeasuring.Library));
}
