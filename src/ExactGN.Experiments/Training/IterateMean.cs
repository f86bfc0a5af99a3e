namespace ExactGN.Experiments.Training;

/// <summary>The mean of a network's weights over updates (Polyak and Ruppert): m ← m + (W − m)/k with the
/// k-th.</summary>
internal sealed class IterateMean : IDisposable
{
    private Update? _mean;
    private int _count;

    /// <summary>Takes the weights as they are into the mean.</summary>
    internal void Add(ReversibleNetwork model)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        _count++;
        if (_mean is null)
        {
            _mean = Update.Snapshot(model);
            return;
        }

        foreach (var (half, mean) in model.HalfCouplings.Zip(_mean.Deltas))
        {
            mean.add_((half.Weight - mean) / _count);
        }
    }

    /// <summary>Does something with a network whose weights are the mean's, and puts its own back;
    /// with its own where there is no mean yet.</summary>
    internal T With<T>(ReversibleNetwork model, Func<ReversibleNetwork, T> what)
    {
        if (_mean is null)
        {
            return what(model);
        }

        using var own = Update.Snapshot(model);
        _mean.RestoreTo(model);
        try
        {
            return what(model);
        }
        finally
        {
            own.RestoreTo(model);
        }
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_count);
        foreach (var mean in _mean?.Deltas ?? [])
        {
            mean.Save(writer);
        }
    }

    /// <summary>Becomes what was written.</summary>
    internal void Load(BinaryReader reader, ReversibleNetwork model)
    {
        using var scope = NewDisposeScope();
        _mean?.Dispose();
        _count = reader.ReadInt32();
        _mean = _count == 0
            ? null
            : new(model.HalfCouplings.Select(half => Tensor.Load(reader).to(half.Weight.device)).ToArray());
    }

    public void Dispose() => _mean?.Dispose();
}
