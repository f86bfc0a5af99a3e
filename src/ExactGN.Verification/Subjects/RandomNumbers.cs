namespace ExactGN.Verification.Subjects;

/// <summary>Gaussian and uniform numbers that depend on a seed and a stream alone, on every machine: SplitMix64 and
/// Box-Muller.</summary>
internal sealed class RandomNumbers(int seed, int stream)
{
    private const ulong Golden = 0x9E3779B97F4A7C15UL;

    private ulong _state = Mixed(unchecked(Mixed((uint)seed + Golden) + (uint)stream));

    internal double Uniform() => ((Next() >> 11) + 0.5) * Math.Pow(2, -53);

    internal double Gaussian() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    internal int Below(int bound) => (int)(Uniform() * bound);

    internal Numbers Gaussian(int length) => Numbers.Vector([.. Enumerable.Range(0, length).Select(_ => Gaussian())]);

    internal Numbers Gaussian(int rows, int columns) =>
        Numbers.Matrix([.. Enumerable.Range(0, rows * columns).Select(_ => Gaussian())], rows, columns);

    internal int[] Permutation(int n)
    {
        var order = Enumerable.Range(0, n).ToArray();
        for (var i = n - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private ulong Next() => Mixed(_state = unchecked(_state + Golden));

    private static ulong Mixed(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
