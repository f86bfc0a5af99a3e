using System.Diagnostics;

namespace ExactGN.Experiments.Training;

/// <summary>Trains one network by one configuration.</summary>
/// <remarks>
/// <para>A run diverges when a loss is not finite, when the loss exceeds <see cref="DivergenceFactor"/> times its
/// value at initialisation, or when the step raises a <see cref="NumericalException"/>, unless it is for a tolerance,
/// which is the configuration's fault. It then ends; what happened is part of its result.</para>
/// <para>Where the run averages its iterates, what is evaluated and measured at the end of an epoch is the
/// network of the mean weights.</para>
/// <para>Everything a run draws depends on the seed and on where it stands, so it can be broken off between any two
/// updates and taken up from a checkpoint without changing a bit.</para>
/// </remarks>
/// <param name="configuration">What to run.</param>
/// <param name="data">The data; its dtype is the configuration's, and its device the run's.</param>
public sealed class TrainingRun(RunConfiguration configuration, DataSet data)
{
    /// <summary>A training loss this many times its initial value counts as divergence.</summary>
    public const double DivergenceFactor = 1000;

    private readonly RunConfiguration _run = configuration.Validated();
    private readonly RandomResizedCrop? _crop = configuration.Augmentation?.For(
        DataCatalogue.Shape(configuration.Data), configuration.Seed);

    private readonly int _updatesPerEpoch = new BatchOrder(
        configuration.TrainSamples, configuration.BatchSize, configuration.Seed).BatchesPerEpoch;

    /// <summary>Trains to the end, or to divergence.</summary>
    /// <param name="observer">Hears of every update and epoch; null for none. Of a run taken up again it hears
    /// from the checkpoint on.</param>
    /// <param name="checkpoints">Where to take the run up and to keep it; null for a run without checkpoints.</param>
    /// <param name="stop">Breaks the run off before its next update, with a checkpoint.</param>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    [Equation("training and test curves of GN, SGD, Adam")]
    public RunResult Execute(
        ITrainingObserver? observer = null, CheckpointStore? checkpoints = null, CancellationToken stop = default)
    {
        var clock = Stopwatch.StartNew();
        using var scope = NewDisposeScope();
        using var objective = new Objective(_run, data.Device);
        var seen = data.Seen(_run.Model);
        var x = seen.TrainInputs.narrow(0, 0, _run.TrainSamples);
        var y = LabelNoise.Redraw(data.TrainTargets.narrow(0, 0, _run.TrainSamples), _run.LabelNoise, _run.Seed);
        using var state = new TrainingState(
            _run, seen with { TrainInputs = x, TrainTargets = objective.Targets(x, y) });
        checkpoints?.TryLoad(state);
        observer?.OnStart(state.Rows, state.Updates, _run);
        var order = new BatchOrder(_run.TrainSamples, _run.BatchSize, _run.Seed);
        var before = state.Seconds;
        try
        {
            if (state.Rows.Count == 0)
            {
                Record(state, objective, x, y, observer);
            }

            while (state.Epoch <= _run.Epochs)
            {
                foreach (var batch in order.Epoch(state.Epoch).Skip(state.Batches))
                {
                    if (checkpoints?.Due == true || stop.IsCancellationRequested)
                    {
                        Save();
                    }

                    MakeUpdate(state, objective, x, y, batch, observer);
                }

                // The end of an epoch may measure for minutes.
                if (stop.IsCancellationRequested && state.Epoch < _run.Epochs)
                {
                    Save();
                }

                Record(state, objective, x, y, observer);
            }
        }
        catch (NumericalException error) when (error.Trouble is not NumericalTrouble.BlindTolerance)
        {
            return Result(new(state.Rows.Count, state.Attempted, error.Message));
        }

        return Result(null);

        void Save()
        {
            state.Seconds = before + clock.Elapsed.TotalSeconds;
            checkpoints?.Save(state);
            stop.ThrowIfCancellationRequested();
        }

        RunResult Result(Divergence? divergence) => new(
            _run, [.. state.Rows], divergence, before + clock.Elapsed.TotalSeconds, PeakMemory.Megabytes,
            divergence is null ? state.Answers : null);
    }

    // Ends an epoch: evaluates, measures, and turns to the next.
    private void Record(TrainingState state, Objective objective, Tensor x, Tensor y, ITrainingObserver? observer)
    {
        var epoch = state.Rows.Count;
        var (row, measurement) = state.Mean is null
            ? Look(state.Model, state.Train)
            : state.Mean.With(state.Model, mean => Look(mean, null));
        state.EndEpoch(measurement is null ? row : row.With(measurement));
        observer?.OnEpoch(state.Rows[^1], measurement);

        (EpochMetrics Row, Measurement? Measurement) Look(ReversibleNetwork model, Evaluation? known)
        {
            var train = known ?? objective.Evaluate(model, x, y);
            RequireConvergent(train.Loss, epoch == 0 ? train.Loss : state.Rows[0].TrainLoss);
            var due = epoch % _run.TestEvery == 0 || epoch == _run.Epochs;
            Evaluation? test = due ? objective.Evaluate(model, state.Data.TestInputs, state.Data.TestTargets) : null;
            Evaluation? validation = due && state.Data.Validation is var (inputs, targets)
                ? objective.Evaluate(model, inputs, targets)
                : null;
            RequireFinite(test?.Loss);
            state.Answers = epoch == _run.Epochs && _run.HasCommonTestPart
                ? objective.Answers(model, state.Data.TestInputs, state.Data.TestTargets) : null;
            var measured = _run.Measures?.Due(epoch, _run.Epochs) == true
                ? state.Start!.Read(model, moved: epoch > 0)
                : null;
            return (state.Averages.Row(epoch, state.Updates, train, test, validation), measured);
        }
    }

    private void MakeUpdate(
        TrainingState state, Objective objective, Tensor x, Tensor y, long[] batch, ITrainingObserver? observer)
    {
        using var scope = NewDisposeScope();
        state.BeginUpdate();
        var model = state.Model;
        var whole = batch.Length == _run.TrainSamples;
        var indices = TensorIndex.Tensor(tensor(batch, device: x.device));
        var (inputs, targets) = whole ? (x, y) : (x[indices], y[indices]);
        inputs = Cropped(inputs, batch, state.Epoch);
        state.Optimiser.RateFactor = _run.Schedule.Factor((double)state.Updates / _updatesPerEpoch, _run.Epochs);
        using var before = Networks.Update.Snapshot(model);
        double? heldOutBefore = _run.Measures is null
            ? null
            : state.HeldOut ?? HostRead.Number(HeldOutLoss(state, objective));
        var (loss, exactness) = state.Optimiser.Update(inputs, objective.Targets(inputs, targets));
        var lossBefore = objective.Told(loss);

        using var noGrad = no_grad();
        var norm = stack(model.HalfCouplings.Zip(before.Deltas, (half, old) => (half.Weight - old).square().sum()))
            .sum()
            .sqrt();
        if (whole && _crop is null)
        {
            // What the epoch's end asks for is the same.
            state.Train = objective.Evaluate(model, x, y);
        }

        Tensor?[] asked = [
            norm,
            state.Train is null ? objective.Value(model, inputs, targets) : null,
            heldOutBefore is null ? null : HeldOutLoss(state, objective),
        ];
        var numbers = HostRead.Numbers(stack(asked.OfType<Tensor>()));
        var lossAfter = state.Train?.Loss ?? numbers[1];
        RequireFinite(lossBefore);
        RequireFinite(lossAfter);
        double? heldOutAfter = heldOutBefore is null ? null : numbers[^1];
        var metrics = new UpdateMetrics(
            state.Attempted, state.Epoch, batch.Length, lossBefore, lossAfter,
            UpdateMetrics.Cut(lossBefore, lossAfter), numbers[0],
            heldOutBefore is { } from && heldOutAfter is { } to ? UpdateMetrics.Cut(from, to) : null);
        observer?.OnUpdate(metrics);
        state.EndUpdate(metrics, exactness, heldOutAfter);
    }

    // A crop is one of the image, whatever place its numbers have in the state; in the caller's dispose scope.
    private Tensor Cropped(Tensor states, long[] batch, int epoch) => _crop is null
        ? states
        : _run.Model.ToStates(_crop.Apply(_run.Model.ToImages(states), batch, epoch));

    // The first test images, as many as a batch has; in the caller's dispose scope.
    private Tensor HeldOutLoss(TrainingState state, Objective objective)
    {
        using var scope = NewDisposeScope();
        var samples = Math.Min(_run.BatchSize, state.Data.TestSamples);
        return objective.Value(
            state.Model, state.Data.TestInputs.narrow(0, 0, samples), state.Data.TestTargets.narrow(0, 0, samples))
            .MoveToOuterDisposeScope();
    }

    private static void RequireFinite(double? loss)
    {
        if (loss is { } value && !double.IsFinite(value))
        {
            throw new NumericalException(NumericalTrouble.NotFinite, $"The loss must stay finite, got {value}.");
        }
    }

    private static void RequireConvergent(double loss, double initial)
    {
        RequireFinite(loss);
        if (loss > DivergenceFactor * initial)
        {
            throw new NumericalException(
                NumericalTrouble.NotFinite,
                $"The training loss must stay below {DivergenceFactor:g} times its initial value {initial:g3}, "
                + $"got {loss:g3}.");
        }
    }
}
