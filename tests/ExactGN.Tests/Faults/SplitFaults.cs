namespace ExactGN.Tests;

/// <summary>Faults of splits, streams and label noise.</summary>
public static class SplitFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            "one split for all seeds",
            new Splitting("fixed", (split, images, train, _) => split.Choose(images, train, 42)),
            "RUN-22"),
        new(
            "first images in their own order",
            new Splitting(
                "in order",
                (split, images, train, seed) => (split with { Rule = SplitRule.InOrder }).Choose(images, train, seed)),
            "RUN-22"),
        new("validation images among those that train", new Splitting("overlap", (split, images, train, seed) =>
        {
            var order = split.Order(images, seed);
            return (order[..train], order[..split.Validation]);
        }), "RUN-22"),
        new(
            "validation part that moves with the training part",
            new Splitting("adjacent", (split, images, train, seed) =>
            {
                var order = split.Order(images, seed);
                return (order[..train], order[train..(train + split.Validation)]);
            }),
            "RUN-22"),

        new(
            "one stream for all draws",
            new RandomSource(
                "one stream",
                (_, seed, place, count) => RandomSource.Take(RandomDraw.Network, seed, place, count),
                (_, seed) => RandomDraw.Network.SeedFrom(seed)),
            "RUN-23"),
        new(
            "stream and seed added up",
            new RandomSource(
                "sum",
                (stream, seed, place, count) => RandomSource.Take(RandomDraw.Network, seed + (int)stream, place, count),
                (stream, seed) => RandomDraw.Network.SeedFrom(seed + (int)stream)),
            "RUN-23"),
        new(
            "the run's seed handed on as it is",
            new RandomSource("as it is", RandomSource.Take, (_, seed) => seed),
            "RUN-23"),
        new(
            "streams that begin a step apart",
            new RandomSource(
                "a step apart",
                (stream, seed, place, count) => [
                    .. RandomSource.Take(RandomDraw.Network, seed, place, count + (int)stream).Skip((int)stream)
                ],
                RandomSource.Library.TensorSeed),
            "RUN-23"),

        Labels("the true label never redrawn", (targets, share, seed) =>
        {
            // Every redrawn label is another one.
            var drawn = LabelNoise.Redraw(targets, share, seed);
            var shifted = targets.roll(1, 1);
            var chosen = LabelNoise.Redraw(
                zeros_like(targets) + tensor((double[])[1, 0, 0, 0], device: targets.device), share, seed)
                .argmax(1)
                .ne(0);
            return where(
                chosen.unsqueeze(1).logical_and(drawn.argmax(1).eq(targets.argmax(1)).unsqueeze(1)), shifted, drawn);
        }),
        Labels("each label redrawn by a coin of its own", (targets, share, seed) =>
        {
            using var generator = new Generator((ulong)seed, CPU);
            var coins = rand([targets.size(0)], dtype: float64, generator: generator).lt(share).to(targets.device);
            return where(coins.unsqueeze(1), LabelNoise.Redraw(targets, 1, seed), targets);
        }),
        Labels("labels exchanged among the samples", (targets, share, seed) =>
        {
            var count = (int)Math.Floor(share * targets.size(0) + 0.5);
            return cat([targets.narrow(0, 0, count).roll(1, 0), targets.narrow(0, count, targets.size(0) - count)]);
        }),
    ];

    private static Fault Labels(string name, Func<Tensor, double, int, Tensor> redraw) =>
        new(name, new LabelRedrawing(name, redraw), "RUN-24");
}
