namespace ExactGN.Tests;

/// <summary>All that a run tells: one row per epoch, one per update.</summary>
public sealed record TrainingLog(IReadOnlyList<EpochMetrics> Epochs, IReadOnlyList<UpdateMetrics> Updates);

/// <summary>Training under test: (configuration, data) → what the run recorded.</summary>
public sealed record Training(string Name, Func<RunConfiguration, DataSet, TrainingLog> Run) : UnderTest(Name)
{
    public static Training Library { get; } = new("library", (configuration, data) =>
    {
        var updates = new Listener();
        return new(new TrainingRun(configuration, data).Execute(updates).Epochs, updates.Heard);
    });

    private sealed class Listener : ITrainingObserver
    {
        public List<UpdateMetrics> Heard { get; } = [];

        public void OnUpdate(UpdateMetrics metrics) => Heard.Add(metrics);

        public void OnEpoch(EpochMetrics metrics, Measurement? measurement)
        {
        }
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<Training> Trainings() => Arb.From(Gen.Constant(Training.Library));
}
