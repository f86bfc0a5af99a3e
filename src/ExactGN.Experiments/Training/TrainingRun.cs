using System.Diagnostics;

namespace ExactGN.Experiments;

/// <summary>Hears of a run while it goes on; the run's folder writes what it hears to disk.</summary>
public interface ITrainingObserver
{
    /// <summary>An update was made.</summary>
    /// <param name="metrics">What it did.</param>
    void OnUpdate(UpdateMetrics metrics);

    /// <summary>An epoch ended.</summary>
    /// <param name="metrics">Where the run stands.</param>
    void OnEpoch(EpochMetrics metrics);
}

/// <summary>Trains one network by one configuration.</summary>
/// <remarks>
/// A run diverges when a loss is not finite, when the loss exceeds <see cref="DivergenceFactor"/> times its value at initialisation, or when
/// the step raises a <see cref="NumericalException"/>. It then ends; what happened is part of its result.
/// </remarks>
/// <param name="configuration">What to run.</param>
/// <param name="data">The data; its dtype and device are the configuration's.</param>
public sealed class TrainingRun(RunConfiguration configuration, DataSet data)
{
    /// <summary>A training loss this many times its initial value counts as divergence.</summary>
    public const double DivergenceFactor = 1000;

    private readonly SoftmaxCrossEntropy _loss = new();

    /// <summary>Trains to the end, or to divergence.</summary>
    /// <param name="observer">Hears of every update and epoch; null for none.</param>
    public RunResult Execute(ITrainingObserver? observer = null)
    {
        var clock = Stopwatch.StartNew();
        using var scope = NewDisposeScope();
        var options = configuration.Model with { Seed = configuration.Seed };
        using var model = new RevMlp(options, configuration.Dtype, new Device(configuration.Device));
        using var optimiser = Optimiser.Of(configuration, model, _loss);
        var x = data.TrainInputs.narrow(0, 0, configuration.TrainSamples);
        var y = data.TrainTargets.narrow(0, 0, configuration.TrainSamples);
        var order = new BatchOrder(configuration.TrainSamples, configuration.BatchSize, configuration.Seed);

        List<EpochMetrics> epochs = [];
        var updates = 0;
        Record(new EpochAverages());
        try
        {
            for (var epoch = 1; epoch <= configuration.Epochs; epoch++)
            {
                var averages = new EpochAverages();
                foreach (var batch in order.Epoch(epoch))
                {
                    averages.Add(MakeUpdate(model, optimiser, x, y, batch, epoch, ++updates, observer));
                }

                Record(averages);
            }
        }
        catch (NumericalException error) when (error.Trouble is NumericalTrouble.NotFinite or NumericalTrouble.NotRepresentable or NumericalTrouble.RankDeficient)
        {
            return new(configuration, epochs, new(epochs.Count, updates, error.Message), clock.Elapsed.TotalSeconds);
        }

        return new(configuration, epochs, null, clock.Elapsed.TotalSeconds);

        void Record(EpochAverages averages)
        {
            var train = Evaluation.Of(model, _loss, x, y);
            var test = Evaluation.Of(model, _loss, data.TestInputs, data.TestTargets);
            RequireConvergent(train.Loss, epochs.Count == 0 ? train.Loss : epochs[0].TrainLoss);
            RequireConvergent(test.Loss, double.PositiveInfinity);
            epochs.Add(averages.Row(epochs.Count, updates, train, test));
            observer?.OnEpoch(epochs[^1]);
        }
    }

    private (UpdateMetrics Metrics, ExactnessReport? Exactness) MakeUpdate(
        RevMlp model, Optimiser optimiser, Tensor x, Tensor y, long[] batch, int epoch, int update, ITrainingObserver? observer)
    {
        using var scope = NewDisposeScope();
        var whole = batch.Length == configuration.TrainSamples;
        var indices = tensor(batch, device: x.device);
        var (inputs, targets) = whole ? (x, y) : (x.index_select(0, indices), y.index_select(0, indices));
        using var before = Update.Snapshot(model);
        var (lossBefore, exactness) = optimiser.Update(inputs, targets);

        using var noGrad = no_grad();
        var norm = stack(model.HalfCouplings.Zip(before.Deltas, (half, old) => (half.Weight - old).square().sum())).sum().sqrt();
        var lossAfter = _loss.Value(model.Output(inputs), targets);
        var numbers = stack([lossAfter, norm]).to(float64).cpu().data<double>().ToArray();
        RequireConvergent(lossBefore, double.PositiveInfinity);
        RequireConvergent(numbers[0], double.PositiveInfinity);
        var metrics = UpdateMetrics.Of(update, epoch, batch.Length, lossBefore, numbers[0], numbers[1]);
        observer?.OnUpdate(metrics);
        return (metrics, exactness);
    }

    private static void RequireConvergent(double loss, double initial)
    {
        if (!double.IsFinite(loss))
        {
            throw new NumericalException(NumericalTrouble.NotFinite, $"The loss must stay finite, got {loss}.");
        }

        if (loss > DivergenceFactor * initial)
        {
            throw new NumericalException(NumericalTrouble.NotFinite, $"The training loss must stay below {DivergenceFactor:g} times its initial value {initial:g3}, got {loss:g3}.");
        }
    }
}
