namespace ExactGN.Experiments.Draws;

/// <summary>What a run draws, each from a stream of its own: no stream shares numbers with another, and none moves
/// when another draws more.</summary>
public enum RandomDraw
{
    /// <summary>Projections, initial weights and read-out.</summary>
    Network = 1,

    /// <summary>The order of the samples in each epoch.</summary>
    Batches,

    /// <summary>Which images train, validate and test.</summary>
    Split,

    /// <summary>The kernel's probes.</summary>
    Probes,

    /// <summary>The noise on features.</summary>
    Noise,

    /// <summary>Which labels are redrawn, and as what.</summary>
    LabelNoise,

    /// <summary>The windows of random crops.</summary>
    Crops,
}

/// <summary>The streams of a seed.</summary>
public static class RandomDraws
{
    extension(RandomDraw stream)
    {
        /// <summary>The stream as the seed of another program's generator, 0 to 2³¹ − 1.</summary>
        /// <param name="seed">The run's seed.</param>
        public int SeedFrom(int seed) => (int)(stream.Of(seed).Next() >> 33);

        /// <summary>The stream at a place, such as an epoch; places begin far apart.</summary>
        /// <param name="seed">The run's seed.</param>
        /// <param name="place">The place.</param>
        internal SplitMix64 Of(int seed, params ReadOnlySpan<ulong> place) =>
            SplitMix64.Keyed([(ulong)stream, (uint)seed, .. place]);
    }
}
