namespace ExactGN.Tests;

/// <summary>A loss with its curvature, and its gradient and Hessian written out anew, so that ε
/// has a second source.</summary>
/// <param name="Softmax">Softmax cross-entropy with soft targets; otherwise squared error.</param>
/// <param name="Lambda">λ of damped curvature, 0 for the exact one, infinite for the identity.</param>
public sealed record StepObjective(bool Softmax, double Lambda)
{
    public Loss Loss => Softmax ? new SoftmaxCrossEntropy() : new SquaredError();

    public Curvature Curvature => Lambda switch
    {
        0 => Curvature.Exact,
        double.PositiveInfinity => Curvature.Identity,
        var lambda => Curvature.Damped(lambda),
    };

    /// <summary>Whether the curvature used is invertible, so that ε is the only solution of its equation.</summary>
    public bool Invertible => !Softmax || Lambda != 0;

    public Tensor Targets(NetworkCase built) => Softmax ? built.Probabilities(soft: true) : built.Targets;

    /// <summary>g per sample, shape [n, c].</summary>
    public Tensor Gradient(Tensor f, Tensor y) => (Softmax ? Probabilities(f) : f) - y;

    /// <summary>H (+ λI) or I per sample, shape [n, c, c].</summary>
    public Tensor Hessian(Tensor f)
    {
        var identity = eye(f.size(1), dtype: f.dtype, device: f.device).expand(f.size(0), -1, -1);
        if (double.IsPositiveInfinity(Lambda))
        {
            return identity;
        }

        var p = Probabilities(f);
        return (Softmax ? diag_embed(p) - p.unsqueeze(2) * p.unsqueeze(1) : identity) + Lambda * identity;
    }

    /// <summary>ε = H⁺g per sample by MathNet's SVD, shape [n, c].</summary>
    /// <remarks>H's null space is known, so the cut-off lies far above its rounding, which can exceed c·eps,
    /// and far below the least probability.</remarks>
    public Tensor Error(Tensor f, Tensor y)
    {
        var (g, h) = (Gradient(f, y), Hessian(f));
        return cat([.. Enumerable.Range(0, (int)f.size(0)).Select(
            i => g[i].unsqueeze(0).cpu().mm(Dense.PseudoInverse(h[i], DenseProblem.Null).mT))]).to(f.device);
    }

    private static Tensor Probabilities(Tensor f)
    {
        var e = (f - f.amax([1], keepdim: true)).exp();
        return e / e.sum(1, keepdim: true);
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<StepObjective> StepObjectives() => Arb.From(Gen.Elements(
        new StepObjective(Softmax: false, 0),
        new StepObjective(Softmax: false, 0.5),
        new StepObjective(Softmax: true, 0),
        new StepObjective(Softmax: true, 0.1),
        new StepObjective(Softmax: true, double.PositiveInfinity)));
}
