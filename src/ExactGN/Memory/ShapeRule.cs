namespace ExactGN.Memory;

/// <summary>Checks a tensor before it enters a native product, whose own message would not say what the tensor
/// is.</summary>
/// <remarks>The library multiplies by mm and addmm, whose errors TorchSharp 0.107 catches; from a matmul that does not
/// fit the process does not return.</remarks>
internal static class ShapeRule
{
    /// <summary>The last dimension, dtype and device that an operand must have.</summary>
    /// <param name="operand">The tensor to be checked; two dimensions, or three where <paramref name="perSample"/>
    /// allows.</param>
    /// <param name="width">Its last dimension.</param>
    /// <param name="like">A tensor of the dtype and device it must share.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="rows">Its first dimension; null for any.</param>
    /// <param name="perSample">Whether [n, c, width] is allowed beside [n, width].</param>
    /// <exception cref="ArgumentException">It differs.</exception>
    internal static void Require(
        Tensor operand, long width, Tensor like, string what, long? rows = null, bool perSample = false)
    {
        var dimensions = operand.dim();
        if (!(dimensions == 2 || (perSample && dimensions == 3))
            || operand.size(-1) != width
            || (rows is not null && operand.size(0) != rows))
        {
            throw new ArgumentException(
                $"{what} must have shape "
                + $"[{(rows is { } n ? n.ToString(System.Globalization.CultureInfo.InvariantCulture) : "n")}, "
                + $"{width}], got [{string.Join(", ", operand.shape)}].");
        }

        if (operand.dtype != like.dtype
            || operand.device_type != like.device_type
            || operand.device_index != like.device_index)
        {
            throw new ArgumentException(
                $"{what} must have dtype and device {like.dtype} on {like.device}, got {operand.dtype} "
                + $"on {operand.device}.");
        }
    }
}
