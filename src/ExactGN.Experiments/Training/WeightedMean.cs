using System.Text.Json.Serialization;

namespace ExactGN.Experiments.Training;

/// <summary>A mean over batches in which each counts by its number of samples, so that a short last
/// batch is not overrated.</summary>
[Equation("100·(before − after)/before per update")]
public struct WeightedMean
{
    [JsonInclude] private double _sum;
    [JsonInclude] private double _weight;

    /// <summary>Σ w·v / Σ w; null before the first value.</summary>
    public readonly double? Value => _weight > 0 ? _sum / _weight : null;

    /// <summary>Adds a batch's mean.</summary>
    /// <param name="value">v; null is passed over.</param>
    /// <param name="samples">w, the number of samples it is a mean of.</param>
    public void Add(double? value, int samples)
    {
        if (value is { } v)
        {
            (_sum, _weight) = (_sum + v * samples, _weight + samples);
        }
    }
}
