namespace ExactGN.Experiments.Runs;

/// <summary>Which test samples a network classified correctly, a bit a sample: what an interval over seeds and samples
/// needs of a run. Ten thousand take 1.7 kB.</summary>
/// <param name="Samples">How many samples.</param>
/// <param name="Bits">Base64; sample i is bit i mod 8, counted from the least, of byte ⌊i/8⌋.</param>
public sealed record TestAnswers(int Samples, string Bits)
{
    /// <summary>Packs answers.</summary>
    /// <param name="right">Whether each sample was classified correctly.</param>
    public static TestAnswers Of(IReadOnlyList<bool> right)
    {
        var bytes = new byte[(right.Count + 7) / 8];
        foreach (var (i, answer) in right.Index())
        {
            bytes[i / 8] |= (byte)((answer ? 1 : 0) << (i % 8));
        }

        return new(right.Count, Convert.ToBase64String(bytes));
    }

    /// <summary>A network's answers.</summary>
    /// <param name="network">Inputs → outputs, shape [n, c].</param>
    /// <param name="inputs">Shape [N, d].</param>
    /// <param name="targets">Shape [N, c], one-hot.</param>
    /// <param name="chunk">Samples per chunk; the last one is shorter where it does not divide N.</param>
    internal static TestAnswers Of(Func<Tensor, Tensor> network, Tensor inputs, Tensor targets, int chunk = 2048)
    {
        using var noGrad = no_grad();
        List<bool> right = [];
        for (long start = 0; start < inputs.size(0); start += chunk)
        {
            using var scope = NewDisposeScope();
            var samples = Math.Min(chunk, inputs.size(0) - start);
            var answers = network(inputs.narrow(0, start, samples)).argmax(1);
            right.AddRange(HostRead.Numbers(answers.eq(targets.narrow(0, start, samples).argmax(1)))
                .Select(answer => answer == 1));
        }

        return Of(right);
    }

    /// <summary>1 for each sample that was classified correctly, 0 for the others.</summary>
    /// <exception cref="InvalidDataException">There are fewer or more bits than samples need.</exception>
    public IReadOnlyList<int> Right()
    {
        var bytes = new byte[(Samples + 7) / 8];
        return Convert.TryFromBase64String(Bits, bytes, out var found) && found == bytes.Length
            ? [.. Enumerable.Range(0, Samples).Select(i => bytes[i / 8] >> (i % 8) & 1)]
            : throw new InvalidDataException(
                $"Answers on {Samples} samples take {bytes.Length} bytes in base64, got '{Bits}'.");
    }
}
