using System.Globalization;

namespace ExactGN.Memory;

/// <summary>Checks a tensor before it enters a native product, whose own message would not say what the tensor
/// is.</summary>
/// <remarks>The library multiplies by mm and addmm, whose errors TorchSharp 0.107 catches; from a matmul that does not
/// fit the process does not return.</remarks>
internal static class ShapeRule
{
    // A dimension of any size.
    private const long Any = -1;

    /// <summary>The shape, dtype and device that an operand must have.</summary>
    /// <param name="operand">The tensor to be checked.</param>
    /// <param name="shape">Its dimensions; -1 for any size.</param>
    /// <param name="like">A tensor of the dtype and device it must share.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <exception cref="ArgumentException">It differs, or is sparse.</exception>
    internal static void Require(Tensor operand, long[] shape, Tensor like, string what)
    {
        RequireDense(operand, what);
        if (operand.dim() != shape.Length
            || shape.Where((size, axis) => size != Any && operand.size(axis) != size).Any())
        {
            throw new ArgumentException(
                $"{what} must have shape [{string.Join(", ", shape.Select(Text))}], "
                + $"got [{string.Join(", ", operand.shape)}].");
        }

        if (operand.dtype != like.dtype
            || operand.device_type != like.device_type
            || operand.device_index != like.device_index)
        {
            throw new ArgumentException(
                $"{what} must have dtype and device {like.dtype} on {like.device}, got {operand.dtype} "
                + $"on {operand.device}.");
        }

        static string Text(long size, int axis) => size != Any ? size.ToString(CultureInfo.InvariantCulture)
            : axis == 0 ? "n" : "c";
    }

    /// <summary>The same of what a coupling, perhaps a user's own, has returned: it may have ended with a dispose scope
    /// of its own.</summary>
    /// <inheritdoc cref="Require"/>
    internal static void RequireResult(Tensor operand, long[] shape, Tensor like, string what)
    {
        if (operand.IsInvalid)
        {
            throw new ArgumentException(
                $"{what} must outlive the dispose scope in which it is made, and is disposed: "
                + "MoveToOuterDisposeScope() moves it out.");
        }

        Require(operand, shape, like, what);
    }

    /// <summary>The layout that an operand must have: of a sparse one half of the native operations know nothing.
    /// Reads nothing from the device.</summary>
    /// <param name="operand">The tensor to be checked.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <exception cref="ArgumentException">It is sparse.</exception>
    internal static void RequireDense(Tensor operand, string what)
    {
        if (operand.is_sparse)
        {
            throw new ArgumentException(
                $"{what} must be dense, got a sparse tensor of shape [{string.Join(", ", operand.shape)}]; "
                + "to_dense() makes one of it.");
        }
    }
}
