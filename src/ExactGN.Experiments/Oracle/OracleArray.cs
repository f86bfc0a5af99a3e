namespace ExactGN.Experiments.Oracle;

/// <summary>An array of a reference file, row-major, in double precision. It holds no native memory
/// until asked for a tensor.</summary>
public sealed class OracleArray
{
    private readonly long[] _shape;
    private readonly double[] _values;

    internal OracleArray(long[] shape, double[] values) => (_shape, _values) = (shape, values);

    /// <summary>The size of each dimension.</summary>
    public IReadOnlyList<long> Shape => _shape;

    /// <summary>All entries, the last dimension running fastest.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>A fresh float64 tensor on the CPU; the caller owns it.</summary>
    public Tensor ToTensor() => tensor(_values, _shape, dtype: float64);

    /// <summary>The shape as messages write it.</summary>
    public override string ToString() => Describe(_shape);

    internal static string Describe(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
