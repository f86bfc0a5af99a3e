namespace ExactGN.Tests;

/// <summary>Gradient descent on mini-batches, with a run's schedule, momentum, averaging and output scale,
/// written out sample by sample. Right as it stands; a property that is set plants one fault.</summary>
public sealed record PlainTraining
{
    /// <summary>A batch's indices → where its labels are read.</summary>
    public Func<long[], int, long[]> Labels { get; init; } = (batch, _) => batch;

    /// <summary>(Schedule, updates made, updates per epoch, epochs) → what the rate is multiplied by.</summary>
    public Func<LearningRateSchedule, int, int, int, double> Factor { get; init; }
        = (schedule, made, perEpoch, epochs) => schedule.Kind switch
        {
            ScheduleKind.Cosine => Math.Pow(Math.Cos(0.5 * Math.PI * made / (perEpoch * epochs)), 2),
            ScheduleKind.Inverse => schedule.HalvedAfter * perEpoch / (schedule.HalvedAfter * perEpoch + made),
            _ => 1,
        };

    /// <summary>(μ, v, g) → v.</summary>
    public Func<double, Tensor, Tensor, Tensor> Velocity { get; init; }
        = (momentum, velocity, gradient) => momentum * velocity + gradient;

    /// <summary>(All iterates from the start on, updates before the averaging begins) → what is evaluated.</summary>
    public Func<IReadOnlyList<Tensor>, int, Tensor> Average { get; init; }
        = (iterates, before) => stack(iterates.Skip(before + 1)).mean([0]);

    /// <summary>Whether training goes on from the mean.</summary>
    public bool GoesOnFromMean { get; init; }

    /// <summary>f₀ of the scaled output.</summary>
    public Func<Tensor, Tensor> Start { get; init; } = output => output;

    /// <summary>Where the held-out batch is taken from, as many samples as a batch has.</summary>
    public Func<DataSet, (Tensor Inputs, Tensor Targets)> HeldOut { get; init; } = data =>
        (data.TestInputs, data.TestTargets);

    /// <summary>(a) → what the scaled output's loss is divided by.</summary>
    public Func<double, double> Divisor { get; init; } = scale => scale * scale;

    public TrainingLog Run(RunConfiguration run, DataSet data)
    {
        using var scope = NewDisposeScope();
        using var model = run.Model.Draw(run.Dtype, Steering.Device);
        using var start = run.Model.Draw(run.Dtype, Steering.Device);
        var weights = model.NamedParameters().Select(entry => entry.parameter).ToArray();
        var perEpoch = (run.TrainSamples + run.BatchSize - 1) / run.BatchSize;
        var velocities = weights.Select(weight => zeros_like(weight)).ToArray();
        var iterates = weights.Select(weight => new List<Tensor> { weight.detach().clone() }).ToArray();
        List<UpdateMetrics> updates = [];
        List<EpochMetrics> epochs = [Row()];
        for (var epoch = 1; epoch <= run.Epochs; epoch++)
        {
            foreach (var batch in new BatchOrder(run.TrainSamples, run.BatchSize, run.Seed).Epoch(epoch))
            {
                Update(batch, epoch);
            }

            epochs.Add(Row());
        }

        return new(epochs, updates);

        void Update(long[] batch, int epoch)
        {
            var labels = Labels(batch, run.TrainSamples);
            var pairs = batch.Zip(labels).ToArray();
            var before = pairs.Select(pair => Loss(data.TrainInputs[pair.First], data.TrainTargets[pair.Second]))
                .ToArray();
            var heldOut = HeldOutLoss();
            var gradients = autograd.grad([stack(before).sum() / (batch.Length * Divisor(run.OutputScale))], weights);
            var rate = run.LearningRate * Factor(run.Schedule, updates.Count, perEpoch, run.Epochs);
            using (no_grad())
            {
                for (var i = 0; i < weights.Length; i++)
                {
                    velocities[i] = updates.Count == 0
                        ? gradients[i]
                        : Velocity(((SgdOptions)run.Optimiser).Momentum, velocities[i], gradients[i]);
                    weights[i].sub_(rate * velocities[i]);
                    iterates[i].Add(weights[i].detach().clone());
                }
            }

            var after = pairs.Select(pair => Loss(data.TrainInputs[pair.First], data.TrainTargets[pair.Second]));
            var norm = Math.Sqrt(velocities.Sum(velocity => velocity.square().sum().item<double>())) * rate;
            updates.Add(new(updates.Count + 1, epoch, batch.Length, Mean(before), Mean(after),
                100 * (1 - Mean(after) / Mean(before)), norm,
                heldOut is { } from ? 100 * (1 - HeldOutLoss()!.Value / from) : null));
        }

        double? HeldOutLoss()
        {
            var (inputs, targets) = HeldOut(data);
            return run.Measures is null
                ? null
                : Mean(Losses(inputs, targets, (int)Math.Min(run.BatchSize, inputs.size(0))));
        }

        EpochMetrics Row()
        {
            var own = weights.Select(weight => weight.detach().clone()).ToArray();
            if (run.AverageFrom is { } from && updates.Count > (from - 1) * perEpoch)
            {
                Become(iterates.Select(list => Average(list, (from - 1) * perEpoch)));
            }

            var row = Evaluated();
            if (!GoesOnFromMean)
            {
                Become(own);
            }

            return row;
        }

        void Become(IEnumerable<Tensor> values)
        {
            using var noGrad = no_grad();
            foreach (var (weight, value) in weights.Zip(values))
            {
                weight.copy_(value);
            }
        }

        EpochMetrics Evaluated() => new(
            updates.LastOrDefault()?.Epoch ?? 0, updates.Count,
            Mean(Losses(data.TrainInputs, data.TrainTargets, run.TrainSamples)), double.NaN,
            Mean(Losses(data.TestInputs, data.TestTargets, data.TestSamples)), double.NaN);

        IEnumerable<Tensor> Losses(Tensor inputs, Tensor targets, int samples) =>
            Enumerable.Range(0, samples).Select(i => Loss(inputs[i], targets[i]));
        Tensor Loss(Tensor x, Tensor y) => run.Loss is SquaredError
            ? 0.5 * (Scaled(x.unsqueeze(0)).squeeze(0) - y).square().sum()
            : -(y * nn.functional.log_softmax(model.Output(x.unsqueeze(0)), 1).squeeze(0)).sum();
        Tensor Scaled(Tensor x) => run.OutputScale == 1
            ? model.Output(x)
            : run.OutputScale * (model.Output(x) - Start(start.Output(x).detach()));
        static double Mean(IEnumerable<Tensor> losses) => losses.Select(loss => loss.item<double>()).Average();
    }
}
