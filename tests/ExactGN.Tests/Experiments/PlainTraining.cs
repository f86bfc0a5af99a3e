using ExactGN.Experiments;

namespace ExactGN.Tests;

/// <summary>Gradient descent on mini-batches, written out sample by sample. Right as it stands; a property that is set plants one fault.</summary>
public sealed record PlainTraining
{
    /// <summary>A batch's indices → where its labels are read.</summary>
    public Func<long[], int, long[]> Labels { get; init; } = (batch, _) => batch;

    public TrainingLog Run(RunConfiguration run, DataSet data)
    {
        using var scope = NewDisposeScope();
        using var model = new RevMlp(run.Model, run.Dtype, Steering.Device);
        var weights = model.NamedParameters().Select(entry => entry.parameter).ToArray();
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
            var before = pairs.Select(pair => Loss(data.TrainInputs[pair.First], data.TrainTargets[pair.Second])).ToArray();
            var gradients = autograd.grad([stack(before).sum() / batch.Length], weights);
            using (no_grad())
            {
                foreach (var (weight, gradient) in weights.Zip(gradients))
                {
                    weight.sub_(run.LearningRate * gradient);
                }
            }

            var after = pairs.Select(pair => Loss(data.TrainInputs[pair.First], data.TrainTargets[pair.Second]));
            var norm = Math.Sqrt(gradients.Sum(gradient => gradient.square().sum().item<double>())) * run.LearningRate;
            updates.Add(new(updates.Count + 1, epoch, batch.Length, Mean(before), Mean(after), 100 * (1 - Mean(after) / Mean(before)), norm));
        }

        EpochMetrics Row() => new(
            updates.LastOrDefault()?.Epoch ?? 0, updates.Count,
            Mean(Losses(data.TrainInputs, data.TrainTargets, run.TrainSamples)), double.NaN,
            Mean(Losses(data.TestInputs, data.TestTargets, data.TestSamples)), double.NaN);

        IEnumerable<Tensor> Losses(Tensor inputs, Tensor targets, int samples) => Enumerable.Range(0, samples).Select(i => Loss(inputs[i], targets[i]));
        Tensor Loss(Tensor x, Tensor y) => -(y * nn.functional.log_softmax(model.Output(x.unsqueeze(0)), 1).squeeze(0)).sum();
        static double Mean(IEnumerable<Tensor> losses) => losses.Select(loss => loss.item<double>()).Average();
    }
}
