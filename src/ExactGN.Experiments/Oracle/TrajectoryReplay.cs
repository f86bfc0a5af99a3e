namespace ExactGN.Experiments.Oracle;

/// <summary>Repeats the reference's training runs from its own initial weights and compares every curve.</summary>
public static class TrajectoryReplay
{
    /// <summary>The tolerance on every entry of every curve.</summary>
    public const double Tolerance = 1e-9;

    private static readonly SoftmaxCrossEntropy Loss = new();

    /// <summary>Replays a run and compares it.</summary>
    /// <param name="data">The folder's contents.</param>
    /// <param name="run">One of its runs.</param>
    /// <param name="rule">Takes the steps; null for the rule of the run's own kind.</param>
    /// <returns>The differences, or the reason why this run is not replayed.</returns>
    /// <exception cref="NumericalException">A step leads to numbers that cannot be represented.</exception>
    public static CrossCheckResult Run(OracleTrajectory data, TrajectoryRun run, StepRule? rule = null)
    {
        if (!run.IsReproducible)
        {
            return new(
                run.Name,
                Tolerance,
                [],
                "not reproducible: rtol = atol = 0 divides by the vanishing singular values of the linear first block");
        }

        if (rule is null && run.Kind == TrajectoryKind.FirstVersion)
        {
            return new(
                run.Name,
                Tolerance,
                [],
                "the half-layer rule of the paper's first version is not exact and not part of the library");
        }

        using var scope = NewDisposeScope();
        using var model = data.ToModel();
        using var adam = optim.Adam(
            model.NamedParameters(), run.LearningRate, data.Adam.Beta1, data.Adam.Beta2, data.Adam.Epsilon);
        var curves = Replay(data, run, model, rule ?? run.Kind switch
        {
            TrajectoryKind.GradientDescent => StepRules.GradientDescent(run.LearningRate),
            TrajectoryKind.Adam => StepRules.Adam(adam),
            _ => StepRules.GaussNewton(run),
        });
        return new(run.Name, Tolerance, [.. run.Curves.Select(curve =>
            new QuantityDifference(curve.Key, RelativeDifference.Worst(curves[curve.Key], curve.Value)))]);
    }

    private static Dictionary<string, List<double>> Replay(
        OracleTrajectory data, TrajectoryRun run, RevMlp model, StepRule rule)
    {
        var curves = run.Curves.Keys.ToDictionary(name => name, _ => new List<double>());
        var images = (data.RawImages.ToTensor() / 16 - data.InputMean) / data.InputDeviation;
        var labels = data.Labels.ToTensor().to(int64);
        var targets = nn.functional.one_hot(labels, data.Network.Classes!.Value).to(float64);
        var shown = run.MiniBatch is null ? data.FullBatch : data.TrainImages;

        Evaluate();
        for (var step = 0; step < run.Steps; step++)
        {
            using var scope = NewDisposeScope();
            var batch = run.MiniBatch is { } size
                ? (arange(size, dtype: int64) + (long)size * step) % data.TrainImages
                : arange(data.FullBatch, dtype: int64);
            var (x, y) = (images[batch], targets[batch]);
            Record("batch_loss_before", () => LossOf(x, y));
            var taken = rule(model, x, y);
            using (taken.Direction)
            {
                RecordNorms("update_norm", taken.Direction.Deltas);
                taken.Kept?.ToList().ForEach(kept => Record("kept_singular_values", () => kept));
            }

            Record("batch_loss_after", () => LossOf(x, y));
            Evaluate();
        }

        RecordNorms("final_norm", model.HalfCouplings.Select(half => (Tensor)half.Weight));
        return curves;

        void Record(string curve, Func<double> value)
        {
            if (curves.TryGetValue(curve, out var values))
            {
                values.Add(value());
            }
        }

        void RecordNorms(string prefix, IEnumerable<Tensor> weights)
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            foreach (var weight in weights)
            {
                var rows = weight.size(0) - (model.Options.Bias ? 1 : 0);
                Record($"{prefix}_W", () => weight.narrow(0, 0, rows).norm().item<double>());
                Record($"{prefix}_b", () => model.Options.Bias ? weight[rows].norm().item<double>() : 0);
            }
        }

        void Evaluate()
        {
            EvaluateOn("train", 0, shown);
            EvaluateOn("test", data.TrainImages, images.size(0) - data.TrainImages);
        }

        void EvaluateOn(string part, long from, long count)
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            var output = model.Output(images.narrow(0, from, count));
            Record($"{part}_loss", () => Loss.Value(output, targets.narrow(0, from, count)).item<double>());
            Record(
                $"{part}_accuracy",
                () => 100 * output.argmax(1).eq(labels.narrow(0, from, count)).to(float64).mean().item<double>());
        }

        double LossOf(Tensor x, Tensor y)
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            return Loss.Value(model.Output(x), y).item<double>();
        }
    }
}
