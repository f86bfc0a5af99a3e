namespace ExactGN.Tests;

/// <summary>What the targets of a sample sum to, in turn from sample to sample: a weighted sample, several classes
/// at once, a row of zeros.</summary>
public sealed record SampleWeights(IReadOnlyList<double> Values)
{
    /// <summary>The weights of a batch, shape [n, 1].</summary>
    public Tensor Build(int samples, ScalarType dtype) =>
        tensor([.. Enumerable.Range(0, samples).Select(i => Values[i % Values.Count])], dtype: float64)
            .to(dtype, Steering.Device)
            .unsqueeze(1);

    public override string ToString() => $"weights {string.Join(", ", Values)}";
}

public static partial class Arbitraries
{
    public static Arbitrary<SampleWeights> SampleWeightSets() => Arb.From(
        Gen.Elements<IReadOnlyList<double>>([1, 1, 0.3, 2], [2.5], [0, 3], [0.25, 1, 0])
            .Select(values => new SampleWeights(values)));
}
