using System.Diagnostics;

namespace ExactGN.Experiments.Training;

/// <summary>Kernel ridge regression with the kernel at initialisation, f(x) = Θ₀(x, X)·(Θ₀(X, X) + λI)⁻¹·y: what a
/// network does that never leaves its linearisation, trained to the end with weight decay.</summary>
/// <remarks>
/// Of a·(f − f₀) under squared error, for every output scale a. λ is tr(Θ₀)/(N·c) times a power of √10 from 10⁻⁸ to 1,
/// the one of least validation loss. It is told as a run of one epoch: epoch 0 is f = 0.
/// Θ₀ comes from J, [N·c, p], so this is for small N.
/// </remarks>
/// <param name="configuration">The run; network, data, split and seed count.</param>
/// <param name="data">The data, which stays the caller's.</param>
public sealed class KernelRidgeRun(RunConfiguration configuration, DataSet data)
{
    private const int Chunk = 64;
    private static readonly SquaredError Loss = new();

    /// <summary>Computes both rows.</summary>
    /// <param name="observer">Hears of them.</param>
    /// <exception cref="ArgumentException">There is no validation part to choose λ by, or the loss is
    /// another.</exception>
    public RunResult Execute(ITrainingObserver? observer = null)
    {
        using var scope = NewDisposeScope();
        return Execute(data.Seen(configuration.Model), observer);
    }

    private RunResult Execute(DataSet data, ITrainingObserver? observer)
    {
        if (data.Validation is not var (validationInputs, validationTargets)
            || configuration.Loss is not SquaredError)
        {
            throw new ArgumentException($"Kernel ridge regression takes the squared error and a validation "
                + $"part, got {configuration.Loss.GetType().Name} with {configuration.Split.Validation} validation "
                + "images.");
        }

        var clock = Stopwatch.StartNew();
        observer?.OnStart([], 0, configuration);
        using var model = configuration.Model.Draw(configuration.Dtype, data.Device);
        var (x, y) = (data.TrainInputs.narrow(0, 0, configuration.TrainSamples),
            data.TrainTargets.narrow(0, 0, configuration.TrainSamples));
        var start = Row(0, inputs => zeros([inputs.size(0), y.size(1)], inputs.dtype, inputs.device));
        observer?.OnEpoch(start, null);

        // Θ₀(x, X) = J(x)·Jᵀ: with w = Jᵀ·(Θ₀ + λI)⁻¹y a prediction is J(x)·w. A column of w per λ.
        var jacobian = DenseJacobian.InParameters(model, x);
        var (lambda, q) = linalg.eigh(jacobian.mm(jacobian.mT));
        var ridges = lambda.mean() * tensor([.. Enumerable.Range(-16, 17).Select(k => Math.Pow(10, k / 2.0))],
            dtype: x.dtype, device: x.device);
        var weights = jacobian.mT.mm(q.mm(q.mT.mm(y.reshape(-1, 1)) / (lambda.clamp_min(0).unsqueeze(1) + ridges)));
        var validation = Predict(validationInputs);
        var best = Enumerable.Range(0, validation.Length).MinBy(i => Told(validation[i], validationTargets).Loss);
        var row = Row(1, inputs => Predict(inputs)[best]);
        observer?.OnEpoch(row, null);
        var answers = configuration.HasCommonTestPart
            ? TestAnswers.Of(inputs => Predict(inputs)[best], data.TestInputs, data.TestTargets) : null;
        return new(configuration, [start, row], null, clock.Elapsed.TotalSeconds, PeakMemory.Megabytes, answers);

        EpochMetrics Row(int epoch, Func<Tensor, Tensor> predictions)
        {
            var (train, test, held) = (Told(predictions(x), y), Told(predictions(data.TestInputs), data.TestTargets),
                Told(predictions(validationInputs), validationTargets));
            return new(epoch, 0, train.Loss, train.Accuracy, test.Loss, test.Accuracy)
            {
                ValidationLoss = held.Loss,
                ValidationAccuracy = held.Accuracy
            };
        }

        // Per λ, shape [N, c] each.
        Tensor[] Predict(Tensor inputs) =>
            [.. cat([.. inputs.split(Chunk).Select(Outputs)]).unbind(1)
                .Select(column => column.reshape(-1, y.size(1)))];

        Tensor Outputs(Tensor inputs)
        {
            using var chunk = NewDisposeScope();
            return DenseJacobian.InParameters(model, inputs).mm(weights).MoveToOuterDisposeScope();
        }

        static Evaluation Told(Tensor predictions, Tensor targets) => Evaluation.Of(_ => predictions, Loss, targets,
            targets, (int)targets.size(0));
    }
}
