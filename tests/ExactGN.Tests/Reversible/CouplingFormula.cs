using MathNet.Numerics.LinearAlgebra;

namespace ExactGN.Tests;

/// <summary>The forward map written out in MathNet, from the paper's formula and the raw tensors:
/// it shares no code with libtorch.</summary>
public static class CouplingFormula
{
    /// <summary>x₀ → x_L, float64 on the CPU, in the caller's dispose scope.</summary>
    public static Tensor Forward(RevMlp model, Tensor x)
    {
        var state = Dense.ToMathNet(x);
        var q = state.ColumnCount / 2;
        var (first, second) = (state.SubMatrix(0, state.RowCount, 0, q), state.SubMatrix(0, state.RowCount, q, q));
        for (var i = 0; i < model.Options.Blocks; i++)
        {
            first += Value(model, $"blocks.{i}.f", second, i == 0 && model.Options.LinearInputBlock);
            second += Value(model, $"blocks.{i}.g", first, i == 0 && model.Options.LinearInputBlock);
        }

        return Dense.FromMathNet(first.Append(second));
    }

    /// <summary>[φ(x V), 1] W.</summary>
    private static Matrix<double> Value(RevMlp model, string name, Matrix<double> x, bool linear)
    {
        var tensors = model.NamedTensors().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        var features = tensors.TryGetValue($"{name}.projection", out var v) ? x * Dense.ToMathNet(v) : x;
        features = linear ? features : features.PointwiseMaximum(0);
        return (model.Options.Bias ? features.Append(Matrix<double>.Build.Dense(x.RowCount, 1, 1)) : features)
            * Dense.ToMathNet(tensors[$"{name}.weight"]);
    }
}
