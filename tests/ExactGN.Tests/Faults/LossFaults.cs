namespace ExactGN.Tests;

/// <summary>Faults of the losses, each in one form beside the right others.</summary>
public static class LossFaults
{
    private static readonly SoftmaxCrossEntropy Softmax = new();
    private static readonly SquaredError Squared = new();

    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            "softmax ε without the mean shift",
            new SoftmaxForm { Exact = (f, y) => -(y / f.softmax(1)) },
            "LOSS-1", "LOSS-2"),
        new(
            "curvature ignored",
            new SoftmaxForm { Exact = Softmax.Gradient, Damped = (f, y, _) => Softmax.Gradient(f, y) },
            "LOSS-1", "LOSS-3", "LOSS-4", "LOSS-5", "LOSS-18"),
        new("divided by n", new SoftmaxForm
        {
            Gradient = (f, y) => Softmax.Gradient(f, y) / f.size(0),
            Exact = (f, y) => Softmax.NewtonDirection(f, y, Curvature.Exact) / f.size(0),
            Identity = (f, y) => Softmax.Gradient(f, y) / f.size(0),
        }, "LOSS-3", "LOSS-6", "LOSS-8", "LOSS-13", "LOSS-18"),
        new(
            "squared error divided by n",
            new SquaredForm
            {
                Exact = (f, y) => (f - y) / f.size(0),
                Damped = (f, y, lambda) => (f - y) / (f.size(0) + lambda),
            },
            "LOSS-7", "LOSS-13"),
        new("factor 2 in squared error", new SquaredForm
        {
            Gradient = (f, y) => 2 * (f - y),
            Exact = (f, y) => 2 * (f - y),
            Identity = (f, y) => 2 * (f - y),
        }, "LOSS-7", "LOSS-8", "LOSS-9"),
        new("damping of squared error ignored", new SquaredForm { Damped = (f, y, _) => f - y }, "LOSS-7", "LOSS-13"),
        new("literal Sherman-Morrison", new SoftmaxForm { Damped = LiteralShermanMorrison }, "LOSS-4"),
        new(
            "λ against nλ in function space",
            new SoftmaxForm
            {
                Damped = (f, y, lambda) => Softmax.NewtonDirection(f, y, Curvature.Damped(lambda * f.size(0))),
            },
            "LOSS-5", "LOSS-13"),
        new(
            "damping squared",
            new SoftmaxForm
            {
                Damped = (f, y, lambda) => Softmax.NewtonDirection(f, y, Curvature.Damped(lambda * lambda)),
            },
            "LOSS-4", "LOSS-5"),
        new("unshifted exponential", new SoftmaxForm
        {
            Value = (f, y) => -(y * (f - f.exp().sum(1, keepdim: true).log())).sum(1).mean(),
            Gradient = (f, y) => Unshifted(f) - y,
            Identity = (f, y) => Unshifted(f) - y,
        }, "LOSS-10", "LOSS-12", "LOSS-17"),
        new(
            "0·∞ at y = p = 0",
            new SoftmaxForm { Exact = (f, y) => Direction(y * (-f.log_softmax(1)).exp()) },
            "LOSS-10", "LOSS-11"),
        new(
            "damped 0/0 at y = p = 0",
            new SoftmaxForm { Damped = (f, y, _) => Direction(y / f.softmax(1)) },
            "LOSS-11"),
        new(
            "infinity without an error",
            new SoftmaxForm { Exact = (f, y) => Softmax.DeferNewtonDirection(f, y, Curvature.Exact) },
            "LOSS-10"),
        new(
            "silent cap on y/p",
            new SoftmaxForm { Exact = (f, y) => Direction((y / f.softmax(1)).nan_to_num(0).clamp(-1e6, 1e6)) },
            "LOSS-10"),
        new(
            "sign of y lost",
            new SoftmaxForm { Exact = (f, y) => Direction(y.abs() / f.softmax(1)) },
            "LOSS-1", "LOSS-3"),
        new(
            "float32 probabilities",
            new SoftmaxForm { Identity = (f, y) => f.to(float32).softmax(1).to(f.dtype) - y },
            "LOSS-6"),
        new(
            "gradient of the sum against the mean",
            new SoftmaxForm { Value = (f, y) => f.size(0) * Softmax.Value(f, y) },
            "LOSS-8", "LOSS-17"),
        new("targets taken to sum to one", new SoftmaxForm
        {
            Gradient = (f, y) => f.softmax(1) - y,
            Damped = (f, y, lambda) => Softmax.NewtonDirection(
                f, y + (1 - y.sum(1, keepdim: true)) / y.size(1), Curvature.Damped(lambda)),
        }, "LOSS-30"),
        new(
            "Hessian of targets that sum to one",
            new SoftmaxForm { HessianAt = (f, _) => Softmax.Hessian(f) },
            "LOSS-30"),
        new(
            "exact direction multiplied by the weight",
            new SoftmaxForm
            {
                Exact = (f, y) => y.sum(1, keepdim: true) * Softmax.NewtonDirection(f, y, Curvature.Exact),
            },
            "LOSS-30"),
        new(
            "Hessian without ppᵀ",
            new SoftmaxForm { Hessian = f => diag_embed(f.softmax(1)) },
            "LOSS-9", "LOSS-14", "LOSS-16", "LOSS-23"),
        new("Hessian's diagonal alone", new SoftmaxForm
        {
            Hessian = f => diag_embed(Softmax.Hessian(f).diagonal(0, 1, 2)),
        }, "LOSS-9", "LOSS-23"),
        new(
            "Hessian doubled",
            new SoftmaxForm { Hessian = f => 2 * Softmax.Hessian(f) },
            "LOSS-9", "LOSS-14", "LOSS-16", "LOSS-23"),
        new("Hessian of squared error doubled", new SquaredForm { Hessian = f => 2 * Squared.Hessian(f) }, "LOSS-9"),
        new(
            "twice the gradient",
            new SoftmaxForm { Identity = (f, y) => 2 * Softmax.Gradient(f, y) },
            "LOSS-6", "LOSS-15", "LOSS-18", "LOSS-19", "LOSS-21", "LOSS-22"),
        new(
            "half the gradient",
            new SoftmaxForm { Identity = (f, y) => 0.5 * Softmax.Gradient(f, y) },
            "LOSS-6", "LOSS-15", "LOSS-18", "LOSS-20", "LOSS-21", "LOSS-22"),
        new(
            "ascent",
            new SoftmaxForm { Identity = (f, y) => -Softmax.Gradient(f, y) },
            "LOSS-6", "LOSS-15", "LOSS-18", "LOSS-20"),
    ];

    private static Tensor Direction(Tensor ratio) => ratio.mean([1], keepdim: true) - ratio;

    private static Tensor Unshifted(Tensor f) => f.exp() / f.exp().sum(1, keepdim: true);

    /// <summary>(D − ppᵀ)⁻¹g = D⁻¹g + D⁻¹p·(pᵀD⁻¹g)/(1 − pᵀD⁻¹p), D = diag(p) + λI: the denominator cancels
    /// as λ → 0.</summary>
    private static Tensor LiteralShermanMorrison(Tensor f, Tensor y, double lambda)
    {
        var p = f.softmax(1);
        var d = p + lambda;
        var (g, weight) = ((p - y) / d, p / d);
        return g + weight * (p * g).sum(1, keepdim: true) / (1 - (p * weight).sum(1, keepdim: true));
    }
}
