namespace ExactGN.Experiments.Data;

/// <summary>How an epoch's samples fall into mini-batches: a fresh permutation per epoch, the same for every
/// optimiser with the same seed.</summary>
/// <remarks>
/// The permutation is Fisher and Yates' shuffle driven by <see cref="SplitMix64"/>, so that a seed means the same order
/// on every platform, device and version. A batch as large as the data is the full batch, in the data's own order.
/// </remarks>
/// <param name="Samples">N.</param>
/// <param name="BatchSize">n; the last batch of an epoch is shorter where n does not divide N.</param>
/// <param name="Seed">The run's seed.</param>
public sealed record BatchOrder(int Samples, int BatchSize, int Seed)
{
    /// <summary>The number of updates per epoch, ⌈N/n⌉.</summary>
    public int BatchesPerEpoch => (Samples + BatchSize - 1) / BatchSize;

    /// <summary>The sample indices of each batch of an epoch; together they are every sample exactly once.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    public IEnumerable<long[]> Epoch(int epoch)
    {
        var order = new long[Samples];
        for (var i = 0; i < Samples; i++)
        {
            order[i] = i;
        }

        if (BatchSize < Samples)
        {
            RandomDraw.Batches.Of(Seed, (uint)epoch).Shuffle<long>(order);
        }

        return order.Chunk(BatchSize);
    }
}
