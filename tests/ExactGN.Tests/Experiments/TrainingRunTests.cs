using ExactGN.Tests;

namespace ExactGN.Experiments.Tests;

public class TrainingRunTests
{
    private static RunConfiguration Small(OptimiserOptions optimiser, double rate) => new()
    {
        Setting = "test",
        Arm = "arm",
        Optimiser = optimiser,
        LearningRate = rate,
        Epochs = 2,
        BatchSize = 24,
        TrainSamples = 64,
        Model = new RevMlpOptions { Features = Digits.Features, Hidden = 48, Classes = Digits.Classes },
        Dtype = ScalarType.Float64,
    };

    [Theory]
    [InlineData("gn", 0.3)]
    [InlineData("sgd", 0.1)]
    [InlineData("adam", 1e-3)]
    public void Training_lowers_the_loss_records_every_epoch_and_leaves_no_tensor(string optimiser, double rate)
    {
        using var data = Digits.Load(ScalarType.Float64);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var heard = new Listener();

        var result = new TrainingRun(Small(UpdatingOptimisers.Named(optimiser), rate), data).Execute(heard);

        Assert.Null(result.Divergence);
        Assert.Equal([0, 1, 2], result.Epochs.Select(row => row.Epoch));
        Assert.Equal([0, 3, 6], result.Epochs.Select(row => row.Updates));
        Assert.True(result.Epochs[^1].TrainLoss < result.Epochs[0].TrainLoss);
        Assert.Equal([24, 24, 16, 24, 24, 16], heard.Updates.Select(update => update.Samples));
        Assert.Equal(optimiser == "gn", result.Epochs[^1].RankKept is not null);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void The_same_configuration_gives_the_same_numbers()
    {
        using var data = Digits.Load(ScalarType.Float64);
        var run = Small(new GaussNewtonOptions(), 0.3);

        Assert.Equal(new TrainingRun(run, data).Execute().Epochs, new TrainingRun(run, data).Execute().Epochs);
    }

    [Theory]
    [InlineData("gn")]
    [InlineData("sgd")]
    public void Divergence_is_a_result_with_its_reason(string optimiser)
    {
        using var data = Digits.Load(ScalarType.Float64);

        var run = Small(UpdatingOptimisers.Named(optimiser), 1e9) with { Epochs = 50 };
        var result = new TrainingRun(run, data).Execute();

        Assert.NotNull(result.Divergence);
        Assert.NotEmpty(result.Divergence.Reason);
        Assert.Equal(result.Epochs.Count, result.Divergence.Epoch);
        Assert.All(result.Epochs, row => Assert.True(double.IsFinite(row.TrainLoss)));
    }

    [Fact]
    public void Divergence_is_at_the_update_that_could_not_be_finished()
    {
        using var data = Digits.Load();
        var listener = new Listener();

        var result = new TrainingRun(Small(new SgdOptions(), 1e30) with { Dtype = ScalarType.Float32 }, data)
            .Execute(listener);

        Assert.Empty(listener.Updates);
        Assert.Equal(1, result.Divergence?.Update);
    }

    [Fact]
    public void Shuffled_batches_keep_images_and_labels_together()
    {
        // One epoch of batches of one against the same samples by hand: SGD sees (xᵢ, yᵢ) pairs,
        // so both end at the same weights.
        using var data = Digits.Load(ScalarType.Float64);
        var run = Small(new SgdOptions(), 0.05) with { Epochs = 1, BatchSize = 1, TrainSamples = 8 };
        using var model = run.Model.Draw(run.Dtype);
        var loss = new SoftmaxCrossEntropy();
        using (var scope = NewDisposeScope())
        {
            var sgd = optim.SGD(model.NamedParameters().Select(entry => entry.parameter), 0.05);
            foreach (var i in new BatchOrder(8, 1, run.Seed).Epoch(1).SelectMany(batch => batch))
            {
                sgd.zero_grad();
                loss.Value(model.Output(data.TrainInputs.narrow(0, i, 1)), data.TrainTargets.narrow(0, i, 1))
                    .backward();
                sgd.step();
            }
        }

        using var x = data.TrainInputs.narrow(0, 0, 8);
        using var y = data.TrainTargets.narrow(0, 0, 8);
        var expected = Evaluation.Of(model, loss, x, y).Loss;

        Assert.Equal(expected, new TrainingRun(run, data).Execute().Epochs[^1].TrainLoss, 1e-12);
    }

    [Fact]
    public void An_evaluation_in_uneven_chunks_is_that_of_the_whole()
    {
        using var data = Digits.Load(ScalarType.Float64);
        using var model = Small(new SgdOptions(), 1).Model.Draw(ScalarType.Float64);
        var loss = new SoftmaxCrossEntropy();
        var (whole, chunks) = (
            Evaluation.Of(model, loss, data.TestInputs, data.TestTargets),
            Evaluation.Of(model, loss, data.TestInputs, data.TestTargets, chunk: 300));

        Assert.Equal(whole.Loss, chunks.Loss, 1e-12);
        Assert.Equal(whole.Accuracy, chunks.Accuracy, 1e-12);
    }

    private sealed class Listener : ITrainingObserver
    {
        internal List<UpdateMetrics> Updates { get; } = [];

        public void OnUpdate(UpdateMetrics metrics) => Updates.Add(metrics);

        public void OnEpoch(EpochMetrics metrics, Measurement? measurement)
        {
        }
    }
}
