namespace ExactGN.Tests;

/// <summary>Faults of the data, the order of samples, the averages and the training loop.</summary>
public static class RunFaults
{
    private static readonly Random Shared = new(1);

    public static IReadOnlyList<Fault> All { get; } =
    [
        Standardised("data normalised with test statistics", (train, test) => (Of(test), Of(test)), "RUN-1"),
        Standardised(
            "data normalised with the statistics of all samples",
            (train, test) => (Of([.. train, .. test]), Of([.. train, .. test])),
            "RUN-1"),
        Standardised("each part normalised with its own statistics", (train, test) => (Of(train), Of(test)), "RUN-1"),
        new(
            "train/test overlap",
            new DataPreparation("overlap", (rows, n) => Parts([.. rows.Take(n)], [.. rows.Skip(n - 1)])),
            "RUN-2"),
        new(
            "last training sample left out",
            new DataPreparation("one short", (rows, n) => Parts([.. rows.Take(n - 1), rows[0]], [.. rows.Skip(n)])),
            "RUN-2"),
        new("labels shifted against the images", new DataPreparation("shifted", (rows, n) =>
        {
            var (images, labels) = (rows.ToArray(), rows.Skip(1).Append(rows[0]).ToArray());
            var by = Of(images[..n]);
            return DataPreparation.Plain((images[..n], labels[..n], by), (images[n..], labels[n..], by));
        }), "RUN-2"),

        new("drawing with replacement", new Shuffler("with replacement", (order, epoch) =>
        {
            var random = Generator(order, epoch);
            return [.. Enumerable.Range(0, order.Samples)
                .Select(_ => (long)random.Next(order.Samples))
                .Chunk(order.BatchSize)];
        }), "RUN-3"),
        new(
            "last short batch dropped",
            new Shuffler("dropped", (order, epoch) => [
                .. order.Epoch(epoch).Where(batch => batch.Length == Math.Min(order.BatchSize, order.Samples))
            ]),
            "RUN-3"),
        new(
            "order drawn from a generator that runs share",
            new Shuffler("shared", (order, epoch) => Drawn(order, Shared, (i, random) => random.Next(i + 1))),
            "RUN-4"),
        new("the same order in every epoch", new Shuffler("same", (order, _) => [.. order.Epoch(1)]), "RUN-4"),
        new(
            "seed and epoch added up",
            new Shuffler("sum", (order, epoch) => [.. (order with { Seed = unchecked(order.Seed + epoch) }).Epoch(1)]),
            "RUN-4"),
        new(
            "order that moves with the batch size",
            new Shuffler(
                "batch size", (order, epoch) => [.. (order with { Seed = order.Seed ^ order.BatchSize }).Epoch(epoch)]),
            "RUN-4"),
        new(
            "shuffled full batch",
            new Shuffler("full batch", (order, epoch) => [
                .. (order with { BatchSize = 1 }).Epoch(epoch).SelectMany(batch => batch).Chunk(order.BatchSize)
            ]),
            "RUN-4"),
        new(
            "swap partner drawn from all places",
            new Shuffler(
                "naive",
                (order, epoch) => Drawn(order, Generator(order, epoch), (_, random) => random.Next(order.Samples))),
            "RUN-5"),
        new(
            "swap partner never the place itself",
            new Shuffler(
                "cyclic", (order, epoch) => Drawn(order, Generator(order, epoch), (i, random) => random.Next(i))),
            "RUN-5"),

        new(
            "shuffling that loses the label pairing",
            new Training("images shuffled alone", new PlainTraining { Labels = (batch, _) => [.. batch.Order()] }.Run),
            "RUN-6"),
        new(
            "labels of the next sample",
            new Training(
                "next",
                new PlainTraining { Labels = (batch, samples) => [.. batch.Select(i => (i + 1) % samples)] }.Run),
            "RUN-6"),
        new(
            "initial weights of its own for every optimiser",
            new Training(
                "own weights",
                (run, data) => Training.Library.Run(run with { Seed = run.Seed + run.Optimiser.Name.Length }, data)),
            "RUN-7"),
        new("batches of its own for every optimiser", new Training("own batches", (run, data) =>
        {
            using var scope = NewDisposeScope();
            return Training.Library.Run(run, data with
            {
                TrainInputs = data.TrainInputs.roll(run.Optimiser.Name.Length, 0),
                TrainTargets = data.TrainTargets.roll(run.Optimiser.Name.Length, 0),
            });
        }), "RUN-7"),

        Recursion(
            "rate that moves with the epoch, not with the update",
            new PlainTraining { Factor = (schedule, made, perEpoch, epochs) => new PlainTraining()
                .Factor(schedule, made / perEpoch * perEpoch, perEpoch, epochs) },
            "RUN-25"),
        Recursion(
            "rate decayed per update as if it were an epoch",
            new PlainTraining
            {
                Factor = (schedule, made, _, epochs) => new PlainTraining().Factor(schedule, made, 1, epochs),
            },
            "RUN-25"),
        Recursion(
            "momentum that dampens the gradient",
            new PlainTraining
            {
                Velocity = (momentum, velocity, gradient) => momentum * velocity + (1 - momentum) * gradient,
            },
            "RUN-25"),
        Recursion(
            "initial weights in the mean",
            new PlainTraining { Average = (iterates, before) => stack(iterates.Skip(before)).mean([0]) },
            "RUN-26"),
        Recursion(
            "mean over all updates",
            new PlainTraining { Average = (iterates, _) => stack(iterates.Skip(1)).mean([0]) },
            "RUN-26"),
        Recursion("last iterate evaluated", new PlainTraining { Average = (iterates, _) => iterates[^1] }, "RUN-26"),
        Recursion("training that goes on from the mean", new PlainTraining { GoesOnFromMean = true }, "RUN-26"),
        Recursion("output scaled without f₀", new PlainTraining { Start = output => 0 * output }, "RUN-27"),
        Recursion("scaled loss not divided by a²", new PlainTraining { Divisor = _ => 1 }, "RUN-27"),

        Recursion(
            "held-out batch from the training part",
            new PlainTraining { HeldOut = data => (data.TrainInputs, data.TrainTargets) },
            "RUN-50"),
        Recursion("held-out batch from the end of the test part", new PlainTraining
        {
            HeldOut = data => (data.TestInputs.flip(0), data.TestTargets.flip(0)),
        }, "RUN-50"),
        Retold("held-out cut told of the batch's own loss", update => update with
        {
            HeldOutCutPercent = update.CutPercent,
        }, "RUN-50"),
        new("the same noise in every update", new Training("same noise", (run, data) =>
        {
            var log = Training.Library.Run(run, data);
            return log with
            {
                Epochs = [.. log.Epochs.Select(row => row with { OutputDefect = log.Epochs[1].OutputDefect })],
            };
        }), "RUN-51"),
        new(
            "noise of the clock's",
            new Training("clock", (run, data) => Training.Library.Run(run with { Seed = Shared.Next() }, data)),
            "RUN-51"),

        new(
            "last short batch weighted like a full one",
            new BatchAverage("equal weights", batches => batches.Average(batch => batch.Mean)),
            "RUN-8"),
        new(
            "samples without a value counted",
            new BatchAverage("all samples", batches =>
                batches.Sum(batch => (batch.Mean ?? 0) * batch.Samples) / batches.Sum(batch => batch.Samples)),
            "RUN-8"),
        new("epoch's cut averaged over its updates", new Training("over updates", (run, data) =>
        {
            var log = Training.Library.Run(run, data);
            return log with { Epochs = [.. log.Epochs.Select(row => row with
            {
                BatchCut = log.Updates
                    .Where(update => update.Epoch == row.Epoch)
                    .Average(update => (double?)update.CutPercent),
            })] };
        }), "RUN-8"),
        new("last short batch weighted like a full one", new Evaluator("mean of chunk means", (model, x, y, chunk) =>
        {
            var parts = x.split(chunk)
                .Zip(y.split(chunk), (inputs, targets) => Evaluator.Library.Of(model, inputs, targets, chunk))
                .ToArray();
            return new(parts.Average(part => part.Loss), parts.Average(part => part.Accuracy));
        }), "RUN-9"),
        new("last short chunk left out", new Evaluator("whole chunks", (model, x, y, chunk) =>
        {
            var whole = x.size(0) / chunk is > 0 and var chunks ? chunks * chunk : x.size(0);
            return Evaluator.Library.Of(model, x.narrow(0, 0, whole), y.narrow(0, 0, whole), chunk);
        }), "RUN-9"),
    ];

    private static Fault Recursion(string name, PlainTraining plain, string claim) =>
        new(name, new Training(name, plain.Run), claim);

    private static Fault Retold(string name, Func<UpdateMetrics, UpdateMetrics> change, string claim) =>
        new(name, new Training(name, (run, data) =>
        {
            var log = Training.Library.Run(run, data);
            return log with { Updates = [.. log.Updates.Select(update => change(update))] };
        }), claim);

    private static Fault Standardised(
        string name,
        Func<int[][], int[][], (Standardisation Train, Standardisation Test)> by,
        params string[] claims) =>
            new(name, new DataPreparation(name, (rows, n) =>
            {
                int[][] train = [.. rows.Take(n)], test = [.. rows.Skip(n)];
                var (trainBy, testBy) = by(train, test);
                return DataPreparation.Plain((train, train, trainBy), (test, test, testBy));
            }), claims);

    private static DataSet Parts(int[][] train, int[][] test) =>
        DataPreparation.Plain((train, train, Of(train)), (test, test, Of(train)));

    private static Standardisation Of(int[][] rows) => Standardisation.Of([.. rows.SelectMany(DataPreparation.Pixels)]);

    // Fisher and Yates' shuffle with a given draw of the swap partner of place i.
    // Not HashCode.Combine, which is another in every process.
    private static Random Generator(BatchOrder order, int epoch) =>
        new(unchecked((order.Seed * 73_856_093) ^ (epoch * 19_349_663)));

    private static long[][] Drawn(BatchOrder order, Random random, Func<int, Random, int> partner)
    {
        long[] places = [.. Enumerable.Range(0, order.Samples).Select(i => (long)i)];
        for (var i = places.Length - 1; i > 0; i--)
        {
            var j = partner(i, random);
            (places[i], places[j]) = (places[j], places[i]);
        }

        return [.. places.Chunk(order.BatchSize)];
    }
}
