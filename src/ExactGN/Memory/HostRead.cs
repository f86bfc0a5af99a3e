namespace ExactGN.Memory;

/// <summary>The one way by which numbers leave the device: each read waits until the device has computed what is asked
/// for, so a step has one, at its end.</summary>
internal static class HostRead
{
    [ThreadStatic]
    private static Func<Tensor, double[]>? _instead;

    /// <summary>The entries of a vector, in float64.</summary>
    /// <param name="vector">Shape [k], any dtype.</param>
    internal static double[] Numbers(Tensor vector)
    {
        if (_instead is { } other)
        {
            return other(vector);
        }

        using var scope = NewDisposeScope();
        return vector.to(float64).cpu().data<double>().ToArray();
    }

    /// <summary>A scalar, in float64.</summary>
    /// <param name="scalar">One entry, any dtype.</param>
    internal static double Number(Tensor scalar)
    {
        using var scope = NewDisposeScope();
        return Numbers(scalar.reshape(1))[0];
    }

    /// <summary>Whether a condition holds.</summary>
    /// <param name="condition">One boolean entry.</param>
    internal static bool Holds(Tensor condition) => Number(condition) != 0;

    /// <summary>Until it is disposed, this thread's reads are answered by a stand-in, which can count them or answer
    /// for a device without numbers.</summary>
    /// <param name="read">From a vector to as many numbers.</param>
    internal static IDisposable Through(Func<Tensor, double[]> read) => new StandIn(read);

    private sealed class StandIn : IDisposable
    {
        private readonly Func<Tensor, double[]>? _outer = _instead;

        internal StandIn(Func<Tensor, double[]> read) => _instead = read;

        public void Dispose() => _instead = _outer;
    }
}
