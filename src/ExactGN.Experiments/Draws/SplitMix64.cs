namespace ExactGN.Experiments.Draws;

/// <summary>The generator SplitMix64, written out so that a seed means the same numbers on every platform,
/// device and version.</summary>
/// <remarks>G. Steele, D. Lea and C. Flood, <i>Fast splittable pseudorandom number generators</i>, OOPSLA 2014.
/// A value type: a copy repeats its source.</remarks>
/// <param name="state">Where it begins.</param>
internal struct SplitMix64(ulong state)
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong _state = state;

    /// <summary>A generator for a key of several numbers: each is mixed in, so that keys which differ in one number,
    /// or in their order, begin far apart.</summary>
    /// <param name="key">The key's numbers.</param>
    internal static SplitMix64 Keyed(params ReadOnlySpan<ulong> key)
    {
        var state = 0UL;
        foreach (var part in key)
        {
            state = Mix((state ^ part) + GoldenGamma);
        }

        return new(state);
    }

    /// <summary>The next 64 bits.</summary>
    internal ulong Next() => Mix(_state += GoldenGamma);

    /// <summary>A whole number of 0…n − 1; for n ≤ 2³¹ it is uniform to 2⁻³³.</summary>
    /// <param name="n">n > 0.</param>
    internal int Below(int n) => (int)(Next() % (ulong)n);

    /// <summary>A number of [least, most): least + (most − least)·k/2⁵³ for a uniform k.</summary>
    /// <param name="least">Where the range begins.</param>
    /// <param name="most">Where it ends.</param>
    internal double Between(double least, double most) =>
        least + (most - least) * ((Next() >> 11) / (double)(1UL << 53));

    /// <summary>Fisher and Yates' shuffle: every order is equally likely.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="items">What to shuffle, in place.</param>
    internal void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
