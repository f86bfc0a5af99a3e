namespace ExactGN.Memory;

/// <summary>Numbers on the device that are read together, in one read at the end.</summary>
internal sealed class HostQuestions
{
    private readonly List<Tensor> _parts = [];
    private long _length;

    /// <summary>Asks for the entries of a vector or a scalar.</summary>
    /// <param name="vector">At most one dimension, any dtype.</param>
    /// <returns>Where its numbers will stand.</returns>
    internal Range Ask(Tensor vector)
    {
        var begin = (int)_length;
        var part = vector.to(float64).reshape(-1);
        _parts.Add(part);
        _length += part.size(0);
        return begin..(int)_length;
    }

    /// <summary>The answers, in float64.</summary>
    internal double[] Read() => HostRead.Numbers(cat([.. _parts]));
}
