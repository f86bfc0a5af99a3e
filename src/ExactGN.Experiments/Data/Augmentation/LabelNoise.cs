namespace ExactGN.Experiments.Data.Augmentation;

/// <summary>Labels of which a share is redrawn, uniformly over all classes, the true one among them.</summary>
internal static class LabelNoise
{
    /// <summary>Redraws labels.</summary>
    /// <param name="targets">Shape [N, c], one-hot; not changed.</param>
    /// <param name="share">The share: ⌊share·N + ½⌋ labels, all equally likely.</param>
    /// <param name="seed">The run's seed.</param>
    /// <returns>Shape [N, c], in the caller's dispose scope; the targets themselves for a share of 0.</returns>
    internal static Tensor Redraw(Tensor targets, double share, int seed)
    {
        if (share == 0)
        {
            return targets.alias();
        }

        using var scope = NewDisposeScope();
        var (samples, classes) = ((int)targets.size(0), (int)targets.size(1));
        int[] order = [.. Enumerable.Range(0, samples)];
        var random = RandomDraw.LabelNoise.Of(seed);
        random.Shuffle<int>(order);
        var labels = targets.argmax(1).cpu().data<long>().ToArray();
        foreach (var i in order.Take((int)Math.Floor(share * samples + 0.5)))
        {
            labels[i] = random.Below(classes);
        }

        return nn.functional.one_hot(tensor(labels), classes).to(targets.dtype, targets.device)
            .MoveToOuterDisposeScope();
    }
}
