namespace ExactGN.Tests;

/// <summary>Kernel ridge regression under test: (configuration, data) → the losses after it.</summary>
public sealed record RidgeRule(string Name, Func<RunConfiguration, DataSet, RidgeLosses> Of) : UnderTest(Name)
{
    public static RidgeRule Library { get; } = new("library", (run, data) =>
        new KernelRidgeRun(run, data).Execute().Epochs[^1] is var row
            ? new(row.TrainLoss, row.TestLoss!.Value, row.ValidationLoss!.Value) : default);

    /// <summary>Plain kernel ridge regression with another choice of something.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="ridge">(mean eigenvalue, k) → λ, for k = −16…0.</param>
    /// <param name="start">f₀ or nothing: what is taken off the targets and put on the predictions.</param>
    public static RidgeRule Plain(string name, Func<double, int, double>? ridge = null,
        Func<ReversibleNetwork, Tensor, (Tensor FromTargets, Tensor ToPredictions)>? start = null) => new(
            name, (run, data) =>
        {
            using var scope = NewDisposeScope();
            using var model = run.Model.Draw(run.Dtype, data.Device);
            var jacobian = DenseJacobian.InParameters(model, data.TrainInputs).detach();
            using var noGrad = no_grad();
            var mean = jacobian.square().sum().ToDouble() / jacobian.size(0);
            var y = data.TrainTargets
                - (start?.Invoke(model, data.TrainInputs).FromTargets ?? zeros_like(data.TrainTargets));
            return Enumerable.Range(-16, 17).Select(k =>
            {
                var lambda = ridge?.Invoke(mean, k) ?? mean * Math.Pow(10, k / 2.0);
                var kernel = jacobian.mm(jacobian.mT)
                    + lambda * eye(jacobian.size(0), dtype: jacobian.dtype, device: jacobian.device);
                var weights = jacobian.mT.mm(linalg.solve(kernel, y.reshape(-1, 1)));
                double Loss(Tensor x, Tensor targets)
                {
                    using var grad = enable_grad();
                    var linear = DenseJacobian.InParameters(model, x).detach().mm(weights).reshape(targets.shape);
                    var f = linear + (start?.Invoke(model, x).ToPredictions ?? zeros_like(targets));
                    return ((f - targets).square().sum() / (2 * x.size(0))).ToDouble();
                }

                return new RidgeLosses(
                    Loss(data.TrainInputs, data.TrainTargets),
                    Loss(data.TestInputs, data.TestTargets),
                    Loss(data.Validation!.Value.Inputs, data.Validation.Value.Targets));
            }).MinBy(losses => losses.Validation);
        });
}

/// <summary>½‖f − y‖² per sample, mean over each part.</summary>
public readonly record struct RidgeLosses(double Train, double Test, double Validation);

public static partial class Arbitraries
{
    public static Arbitrary<RidgeRule> RidgeRules() => Arb.From(Gen.Constant(RidgeRule.Library));
}
