namespace ExactGN.Experiments.Training;

/// <summary>Mean loss and accuracy of a network on many samples.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Accuracy">The fraction whose largest output is the target class.</param>
public readonly record struct Evaluation(double Loss, double Accuracy)
{
    private const int MostSamples = 2048;

    // The features of a chunk, 64 MiB in float32: beside those of a batch they hardly count.
    private const int MostNumbers = 1 << 24;

    /// <summary>The samples per chunk of a wide network, so that its features stay small.</summary>
    /// <param name="size">The network's.</param>
    internal static int ChunkOf(NetworkSize size) =>
        (int)Int128.Clamp(MostNumbers / Int128.Max(1, size.Features(1)), 1, MostSamples);

    /// <summary>Evaluates in chunks, each weighted by its size.</summary>
    /// <param name="model">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="inputs">Shape [N, d].</param>
    /// <param name="targets">Shape [N, c].</param>
    /// <param name="chunk">Samples per chunk; the last one is shorter where it does not divide N.</param>
    public static Evaluation Of(
        ReversibleNetwork model, Loss loss, Tensor inputs, Tensor targets, int chunk = MostSamples) =>
        Of(model.Output, loss, inputs, targets, chunk);

    internal static Evaluation Of(
        Func<Tensor, Tensor> network, Loss loss, Tensor inputs, Tensor targets, int chunk = MostSamples)
    {
        using var noGrad = no_grad();
        var (meanLoss, accuracy) = (new WeightedMean(), new WeightedMean());
        for (var start = 0; start < inputs.size(0); start += chunk)
        {
            using var scope = NewDisposeScope();
            var samples = (int)Math.Min(chunk, inputs.size(0) - start);
            var y = targets.narrow(0, start, samples);
            var outputs = network(inputs.narrow(0, start, samples));
            var right = outputs.argmax(1).eq(y.argmax(1)).to(float64).mean();
            var numbers = HostRead.Numbers(stack([loss.Value(outputs, y).to(float64), right]));
            meanLoss.Add(numbers[0], samples);
            accuracy.Add(numbers[1], samples);
        }

        return new(meanLoss.Value ?? double.NaN, accuracy.Value ?? double.NaN);
    }
}
