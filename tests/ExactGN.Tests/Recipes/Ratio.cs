namespace ExactGN.Tests;

/// <summary>Error over what rounding explains: ‖error‖/(scale · size · eps). A healthy result is of order one;
/// the mark is 30.</summary>
public static class Ratio
{
    /// <summary>‖error‖_F/(scale·size·eps); 1/eps where scale is zero and the error is not.</summary>
    /// <param name="error">The residual, or the difference of two results.</param>
    /// <param name="scale">The backward-error scale, such as ‖A‖·‖X‖ + ‖B‖.</param>
    /// <param name="size">The largest dimension that was summed over.</param>
    /// <param name="dtype">Whose eps.</param>
    public static double Of(Tensor error, double scale, double size, ScalarType dtype)
    {
        var eps = Eps(dtype);
        var norm = Norm(error);
        return norm == 0 ? 0 : scale > 0 ? norm / (scale * Math.Max(size, 1) * eps) : 1 / eps;
    }

    /// <summary>‖actual − expected‖/(‖expected‖·size·eps), after moving both to float64 on the CPU.</summary>
    /// <param name="actual">What was computed; its dtype gives eps.</param>
    /// <param name="expected">What it should be.</param>
    /// <param name="size">The largest dimension that was summed over.</param>
    public static double Relative(Tensor actual, Tensor expected, double size)
    {
        using var scope = NewDisposeScope();
        var reference = expected.detach().to(float64, CPU);
        return Of(actual.detach().to(float64, CPU) - reference, Norm(reference), size, actual.dtype);
    }

    /// <summary>‖t‖_F.</summary>
    public static double Norm(Tensor t)
    {
        using var scope = NewDisposeScope();
        return t.detach().to(float64).norm().item<double>();
    }

    /// <summary>eps of a dtype: the distance from 1 to the next number.</summary>
    public static double Eps(ScalarType dtype) => finfo(dtype).eps;
}
