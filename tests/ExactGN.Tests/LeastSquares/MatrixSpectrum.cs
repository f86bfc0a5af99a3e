namespace ExactGN.Tests;

/// <summary>The norms and the condition number that a matrix recipe fixes, and the error scales made of them.</summary>
public static class MatrixSpectrum
{
    extension(MatrixRecipe matrix)
    {
        /// <summary>κ = σ_max/σ_min over the non-zero singular values.</summary>
        public double Kappa => matrix.Rank == 1 ? 1 : matrix.Condition;

        /// <summary>‖ã⁺‖₂.</summary>
        public double InverseNorm => matrix.Kappa / matrix.Scale;

        /// <summary>max(n, m).</summary>
        public int Size => Math.Max(matrix.Rows, matrix.Columns);

        /// <summary>‖X − X*‖/(κ^p·‖ã⁺‖·‖s‖·max(n, m)·eps), eps that of X.</summary>
        public double ForwardRatio(Tensor x, Tensor expected, Tensor s, int exponent)
        {
            using var scope = NewDisposeScope();
            var error = x.to(float64, CPU) - expected.to(float64, CPU);
            return Ratio.Of(
                error, Math.Pow(matrix.Kappa, exponent) * matrix.InverseNorm * Ratio.Norm(s), matrix.Size, x.dtype);
        }
    }
}
