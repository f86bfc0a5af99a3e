namespace ExactGN.Experiments.Tests;

/// <summary>The ceiling of lazy learners against ridge regression in the weights, which forms no kernel.</summary>
public sealed class KernelRidgeTests
{
    [Fact]
    public void Its_losses_are_those_of_ridge_regression_in_the_weights_at_the_ridge_of_least_validation_loss()
    {
        using var scope = NewDisposeScope();
        RunConfiguration run = new()
        {
            Setting = "krr",
            Arm = "krr",
            Optimiser = new KernelRidgeOptions(),
            LearningRate = 1,
            Epochs = 1,
            BatchSize = 4,
            TrainSamples = 9,
            Loss = new SquaredError(),
            Dtype = ScalarType.Float64,
            Seed = 7,
            Model = new RevMlpOptions { Features = 4, Hidden = 5, Classes = 3, Blocks = 2, LinearInputBlock = false },
        };
        random.manual_seed(3);
        using DataSet data =
            new("made up", randn(9, 4, dtype: float64), Labels(9), randn(8, 4, dtype: float64), Labels(8))
            {
                Validation = (randn(6, 4, dtype: float64), Labels(6)),
            };

        var result = new KernelRidgeRun(run, data).Execute();

        using var model = run.Model.Draw(ScalarType.Float64);
        Tensor Jacobian(Tensor x) => DenseJacobian.InParameters(model, x);
        var (j, y) = (Jacobian(data.TrainInputs), data.TrainTargets.reshape(-1, 1));
        var mean = (double)j.square().sum() / j.size(0);
        var fits = Enumerable.Range(-16, 17).Select(k =>
        {
            var ridge = mean * Math.Pow(10, k / 2.0);
            var w = linalg.solve(j.mT.mm(j) + ridge * eye(j.size(1), dtype: float64), j.mT.mm(y));
            double Loss(Tensor x, Tensor targets) =>
                (double)(0.5 * (Jacobian(x).mm(w).reshape(-1, 3) - targets).square().sum(1).mean());
            return (
                Train: Loss(data.TrainInputs, data.TrainTargets),
                Test: Loss(data.TestInputs, data.TestTargets),
                Validation: Loss(data.Validation!.Value.Inputs, data.Validation.Value.Targets));
        }).MinBy(fit => fit.Validation);
        var told = result.Epochs[1];
        // The normal equations in the weights are solved at condition numbers of up to 10⁸ and more.
        Assert.Equal(fits.Validation, told.ValidationLoss!.Value, 6);
        Assert.Equal(fits.Test, told.TestLoss!.Value, 6);
        Assert.Equal(fits.Train, told.TrainLoss, 6);
        // Before: f = 0, of which ½‖y‖² = ½.
        Assert.Equal(
            (0.5, 0.5, 0.5), (result.Epochs[0].TrainLoss, result.Epochs[0].TestLoss, result.Epochs[0].ValidationLoss));
        Assert.Equal(2, result.Epochs.Count);
    }

    [Fact]
    public void It_asks_for_a_validation_part()
    {
        RunConfiguration run = new()
        {
            Setting = "krr",
            Arm = "krr",
            Optimiser = new KernelRidgeOptions(),
            LearningRate = 1,
            Epochs = 1,
            BatchSize = 4,
            TrainSamples = 2,
            Loss = new SquaredError(),
            Model = new RevMlpOptions { Features = 4 },
        };
        using DataSet data = new("made up", randn(2, 4), Labels(2), randn(2, 4), Labels(2));

        Assert.Contains(
            "validation part",
            Assert.Throws<ArgumentException>(() => new KernelRidgeRun(run, data).Execute()).Message,
            StringComparison.Ordinal);
    }

    private static Tensor Labels(int samples) => nn.functional.one_hot(arange(samples) % 3, 3).to(float64);
}
