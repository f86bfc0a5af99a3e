namespace ExactGN.Native;

/// <summary>
/// A linear system whose solution is known exactly: the symmetric Pascal matrix A of order 4 and b = A·(1, 2, 3, 4),
/// whole numbers in every precision.
/// </summary>
internal static class KnownLinearSystem
{
    /// <summary>A ratio below this is rounding.</summary>
    public const double Threshold = 30;

    private const int Size = 4;
    private const double Condition = 692;

    /// <summary>Solves it: ‖x̂ − x‖/(‖x‖·n·κ·eps), with n = 4 and the condition number κ = 692.</summary>
    /// <param name="type">float32 or float64.</param>
    /// <param name="device">Where.</param>
    public static double Ratio(ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        var a = tensor(new double[] { 1, 1, 1, 1, 1, 2, 3, 4, 1, 3, 6, 10, 1, 4, 10, 20 }, [Size, Size]).to(type)
            .to(device);
        var x = tensor(new double[] { 1, 2, 3, 4 }, [Size, 1]).to(type).to(device);
        var error = (linalg.solve(a, a.mm(x)) - x).norm().to(ScalarType.Float64).item<double>();
        var eps = Math.ScaleB(1, type == ScalarType.Float64 ? -52 : -23);
        return error / (x.norm().to(ScalarType.Float64).item<double>() * Size * Condition * eps);
    }
}
