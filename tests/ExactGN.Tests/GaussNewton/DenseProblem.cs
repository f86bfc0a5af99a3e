using MathNet.Numerics.LinearAlgebra;

namespace ExactGN.Tests;

/// <summary>The Gauss-Newton problem of a small batch, dense: J by automatic differentiation, H and g written out,
/// ε by MathNet.</summary>
/// <param name="Jacobian">J, shape [nc, p].</param>
/// <param name="Hessian">H, block-diagonal, shape [nc, nc].</param>
/// <param name="Gradient">g, shape [nc, 1].</param>
/// <param name="Error">ε = H⁺g, shape [n, c].</param>
/// <param name="CurvatureCondition">The largest σ_max/σ_min over the samples' H, null vectors aside.</param>
public sealed record DenseProblem(
    Tensor Jacobian, Tensor Hessian, Tensor Gradient, Tensor Error, double CurvatureCondition)
{
    /// <summary>Below this fraction of the largest, an eigenvalue of H is its null space's.</summary>
    public const double Null = 1e-12;

    public static DenseProblem Of(NetworkCase built, StepObjective objective, Tensor targets)
    {
        var jacobian = DenseJacobian.InParameters(built.Model, built.X);
        using var noGrad = no_grad();
        var f = built.Model.Output(built.X);
        var blocks = objective.Hessian(f);
        var eigenvalues = linalg.eigvalsh(blocks);
        var largest = eigenvalues.amax([1], keepdim: true);
        var kept = where(eigenvalues > Null * largest, eigenvalues, largest);
        return new(
            jacobian,
            block_diag([.. blocks.unbind(0)]),
            objective.Gradient(f, targets).reshape(-1, 1),
            objective.Error(f, targets),
            (largest / kept).max().item<double>());
    }

    /// <summary>JΔ, shape [nc, 1].</summary>
    public Tensor Realised(NetworkCase built, Update update) => Jacobian.mm(update.Flatten(built.Model).reshape(-1, 1));

    /// <summary>(H^½J)⁺(H^½)⁺g, the solution of JᵀHJΔ = Jᵀg of least norm, by MathNet;
    /// with the condition of H^½J.</summary>
    public (Tensor Delta, double Condition) LeastNormStep()
    {
        var evd = Dense.ToMathNet(Hessian).Evd(Symmetricity.Symmetric);
        var lambda = evd.EigenValues.Map(value => value.Real);
        var cut = Null * lambda.Maximum();
        Tensor Power(double exponent) => Dense.FromMathNet(
            evd.EigenVectors
            * Matrix<double>.Build
                .DiagonalOfDiagonalVector(lambda.Map(value => value > cut ? Math.Pow(value, exponent) : 0))
            * evd.EigenVectors.Transpose());
        var (root, inverse) = (Power(0.5), Power(-0.5));
        var weighted = root.mm(Jacobian.cpu());
        var sigma = Dense.SingularValues(weighted).Where(value => value > 1e-7 * Ratio.Norm(weighted)).ToArray();
        return (
            Dense.PseudoInverse(weighted, 1e-7).mm(inverse).mm(Gradient.cpu()).to(Jacobian.device),
            sigma.Max() / sigma.Min());
    }
}
