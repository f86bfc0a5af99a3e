namespace ExactGN.Verification.Subjects;

/// <summary>Between the kit's numbers and tensors.</summary>
internal static class Tensors
{
    /// <summary>A tensor in a dtype on a device; it belongs to the caller's dispose scope.</summary>
    internal static Tensor Of(Numbers numbers, Precision precision, Device device)
    {
        using var scope = NewDisposeScope();
        long[] shape = [.. numbers.Shape.Select(length => (long)length)];
        // A copy lies on libtorch's own boundaries: the last bits of a product depend on where its numbers lie.
        var given = tensor(numbers.Values.ToArray(), shape, dtype: float64);
        return given.to(TypeOf(precision)).to(device).clone().MoveToOuterDisposeScope();
    }

    /// <summary>A tensor's numbers, a vector or a matrix.</summary>
    internal static Numbers Read(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var values = tensor.detach().to(float64).cpu().contiguous().data<double>().ToArray();
        return tensor.dim() == 0
            ? Numbers.Vector(values)
            : Numbers.From([.. tensor.shape.Select(length => (int)length)], values);
    }

    internal static ScalarType TypeOf(Precision precision) => precision == Precision.Single ? ScalarType.Float32
        : ScalarType.Float64;
}
