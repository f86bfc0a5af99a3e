namespace ExactGN.Experiments.Runs;

/// <summary>The losses a run can be trained on.</summary>
public enum LossKind
{
    /// <summary>Softmax and cross-entropy, <see cref="SoftmaxCrossEntropy"/>.</summary>
    CrossEntropy,

    /// <summary>½‖f − y‖² per sample, <see cref="SquaredError"/>.</summary>
    SquaredError,
}

/// <summary>The curvatures a run can be trained with.</summary>
public enum CurvatureKind
{
    /// <summary>H = I, so ε = g.</summary>
    Identity,

    /// <summary>The loss's own Hessian.</summary>
    Exact,

    /// <summary>The Hessian plus λI.</summary>
    Damped,
}

/// <summary>From the words of a configuration to the library's types.</summary>
internal static class RunObjective
{
    internal static Loss Loss(RunConfiguration run) =>
        run.Loss == LossKind.CrossEntropy ? new SoftmaxCrossEntropy() : new SquaredError();

    internal static Curvature Curvature(RunConfiguration run) => run.Curvature switch
    {
        CurvatureKind.Identity => Losses.Curvature.Identity,
        CurvatureKind.Exact => Losses.Curvature.Exact,
        _ => Losses.Curvature.Damped(run.CurvatureDamping),
    };
}
