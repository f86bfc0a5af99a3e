using System.Text.Json.Serialization;

namespace ExactGN.Experiments.Training;

/// <summary>What an epoch's updates did on average, each weighed by its samples. A checkpoint keeps it
/// as JSON.</summary>
internal sealed class EpochAverages
{
    [JsonInclude] private WeightedMean _cut;
    [JsonInclude] private WeightedMean _before;
    [JsonInclude] private WeightedMean _after;
    [JsonInclude] private WeightedMean _heldOutCut;
    [JsonInclude] private WeightedMean _norm;
    [JsonInclude] private WeightedMean _stateDefect;
    [JsonInclude] private WeightedMean _outputDefect;
    [JsonInclude] private WeightedMean _rank;
    [JsonInclude] private double? _largestCut;

    internal void Add((UpdateMetrics Metrics, StepExactness? Exactness) update)
    {
        var samples = update.Metrics.Samples;
        _cut.Add(update.Metrics.CutPercent, samples);
        _before.Add(update.Metrics.LossBefore, samples);
        _after.Add(update.Metrics.LossAfter, samples);
        _heldOutCut.Add(update.Metrics.HeldOutCutPercent, samples);
        _norm.Add(update.Metrics.UpdateNorm, samples);
        if (update.Exactness is { } exactness)
        {
            _stateDefect.Add(exactness.StateDefect, samples);
            _outputDefect.Add(exactness.OutputDefect, samples);
            _rank.Add(exactness.RankKept, samples);
            _largestCut = exactness.LargestCut is { } cut ? Math.Max(_largestCut ?? 0, cut) : _largestCut;
        }
    }

    internal EpochMetrics Row(int epoch, int updates, Evaluation train, Evaluation? test, Evaluation? validation) =>
        new(
            epoch, updates, train.Loss, train.Accuracy, test?.Loss, test?.Accuracy,
            _cut.Value, _norm.Value, _stateDefect.Value, _outputDefect.Value, _rank.Value, _largestCut,
            _heldOutCut.Value)
        {
            ValidationLoss = validation?.Loss,
            ValidationAccuracy = validation?.Accuracy,
            NextBatchLoss = _before.Value,
            OwnBatchLoss = _after.Value,
        };
}
