namespace ExactGN.Verification;

/// <summary>Between the kit's numbers and tensors.</summary>
internal static class Tensors
{
    /// <summary>A tensor in a dtype on a device; it belongs to the caller's dispose scope.</summary>
    internal static Tensor Of(Numbers numbers, Precision precision, Device device)
    {
        using var scope = NewDisposeScope();
        long[] shape = [.. numbers.Shape.Select(length => (long)length)];
        return tensor(numbers.Values.ToArray(), shape, dtype: float64).to(TypeOf(precision)).to(device).MoveToOuterDisposeScope();
    }

    /// <summary>A tensor's numbers, a vector or a matrix.</summary>
    internal static Numbers Read(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var values = tensor.detach().to(float64).cpu().contiguous().data<double>().ToArray();
        return Numbers.From([.. tensor.shape.Select(length => (int)length)], values);
    }

    internal static ScalarType TypeOf(Precision precision) => precision == Precision.Single ? ScalarType.Float32 : ScalarType.Float64;
}
