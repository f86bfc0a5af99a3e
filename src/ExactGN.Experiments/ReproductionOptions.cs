namespace ExactGN.Experiments;

/// <summary>What <c>exactgn reproduce</c> is asked to do.</summary>
/// <param name="Output">The output folder.</param>
/// <param name="Seeds">The seeds, each once.</param>
/// <param name="Device">"cpu" or "cuda".</param>
/// <param name="Dtype">float32 or float64.</param>
/// <param name="Scale">How large the experiments are.</param>
public sealed record ReproductionOptions(string Output, IReadOnlyList<int> Seeds, string Device, ScalarType Dtype, Scale Scale = Scale.Laptop);
