using System.Text.Json;

namespace ExactGN.Experiments.Training;

/// <summary>Where a run stands between two updates: everything its further course depends on.</summary>
internal sealed class TrainingState : ICheckpointed, IDisposable
{
    private readonly RunConfiguration _run;

    /// <summary>The state before the first update. Tensors taken from the data stay the data's.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">The data as the network sees them, with the targets that f is trained on.</param>
    internal TrainingState(RunConfiguration run, DataSet data)
    {
        _run = run;
        Data = data;
        Model = run.Model.Draw(run.Dtype, data.Device);
        Optimiser = Optimiser.Of(run, Model);
        Mean = run.AverageFrom is null ? null : new();
        Start = run.Measures is { } plan ? new(run, plan, data) : null;
    }

    /// <inheritdoc/>
    public string Run => _run.FolderName;

    internal DataSet Data { get; }

    internal ReversibleNetwork Model { get; }

    internal Optimiser Optimiser { get; private set; }

    /// <summary>The mean of the weights; null where the run averages none.</summary>
    internal IterateMean? Mean { get; }

    /// <summary>Compares the network with its start; null when the run measures nothing.</summary>
    internal StartComparison? Start { get; }

    /// <summary>The epoch under way, from 1; 0 before the evaluation at initialisation.</summary>
    internal int Epoch => Rows.Count;

    /// <summary>Updates made in this epoch.</summary>
    internal int Batches { get; private set; }

    /// <inheritdoc/>
    public int Updates { get; private set; }

    /// <summary>The update under way, or the last one between updates.</summary>
    internal int Attempted { get; private set; }

    /// <summary>The finished epochs.</summary>
    internal List<EpochMetrics> Rows { get; private set; } = [];

    /// <summary>What this epoch's updates did so far.</summary>
    internal EpochAverages Averages { get; private set; } = new();

    /// <summary>The held-out batch's loss; null where it is not known.</summary>
    internal double? HeldOut { get; private set; }

    /// <summary>The training part's evaluation by the weights as they are; null where it has not been made.</summary>
    internal Evaluation? Train { get; set; }

    /// <summary>The answers to the test samples after the last epoch, which no checkpoint needs; null before.</summary>
    internal TestAnswers? Answers { get; set; }

    /// <summary>The time spent, the time before a checkpoint included.</summary>
    internal double Seconds { get; set; }

    internal void BeginUpdate() => (Attempted, Train) = (Updates + 1, null);

    internal void EndUpdate(UpdateMetrics metrics, StepExactness? exactness, double? heldOut)
    {
        if (_run.AverageFrom <= Epoch)
        {
            Mean!.Add(Model);
        }

        Averages.Add((metrics, exactness));
        (Updates, Batches, HeldOut) = (Updates + 1, Batches + 1, heldOut);
    }

    internal void EndEpoch(EpochMetrics row)
    {
        Rows.Add(row);
        (Averages, Batches) = (new(), 0);
        if (_run.Switch?.AfterEpochs == row.Epoch)
        {
            RenewOptimiser();
        }
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(
            JsonSerializer.Serialize(new Position(Batches, Updates, Rows, Averages, HeldOut, Seconds), Json.Compact));
        foreach (var half in Model.HalfCouplings)
        {
            half.Weight.Save(writer);
        }

        Optimiser.Save(writer);
        Mean?.Save(writer);
        writer.Write(Start?.PreviousKernel is not null);
        Start?.PreviousKernel?.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        using var noGrad = no_grad();
        var position = JsonSerializer.Deserialize<Position>(reader.ReadString(), Json.Compact)!;
        (Batches, Updates, Rows, Averages, HeldOut, Seconds) =
            (position.Batches, position.Updates, position.Rows, position.Averages, position.HeldOut, position.Seconds);
        Attempted = Updates;
        foreach (var half in Model.HalfCouplings)
        {
            half.Weight.Load(reader);
        }

        // Not in a dispose scope of its own: TorchSharp's SGD leaves the momentum that it loads in the scope around.
        RenewOptimiser();
        Optimiser.Load(reader);
        Mean?.Load(reader, Model);
        Start?.Resume(
            reader.ReadBoolean() ? Tensor.Load(reader).to(Data.Device).DetachFromDisposeScope() : null);
    }

    /// <summary>The optimiser of the epoch under way, without a history.</summary>
    internal void RenewOptimiser()
    {
        Optimiser.Dispose();
        Optimiser = Optimiser.Of(_run, Model, Rows.Count);
    }

    public void Dispose()
    {
        Start?.Dispose();
        Mean?.Dispose();
        Optimiser.Dispose();
        Model.Dispose();
    }

    private sealed record Position(
        int Batches, int Updates, List<EpochMetrics> Rows, EpochAverages Averages, double? HeldOut, double Seconds);
}
