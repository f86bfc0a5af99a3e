namespace ExactGN.Experiments.Oracle;

/// <summary>What moves the weights in a run.</summary>
public enum TrajectoryKind
{
    /// <summary>The reversible Gauss-Newton step, without 1/L.</summary>
    GaussNewton,

    /// <summary>The paper's first version, one half-coupling at a time.</summary>
    FirstVersion,

    /// <summary>Plain gradient descent.</summary>
    GradientDescent,

    /// <summary>Adam.</summary>
    Adam,
}

/// <summary>One training run of the reference.</summary>
/// <param name="Name">Such as <c>gn_full_rtol1e-2</c>.</param>
/// <param name="Kind">What moves the weights.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="Rtol">Relative tolerance on singular values; 0 for first-order runs.</param>
/// <param name="Atol">Absolute tolerance on singular values; 0 for first-order runs.</param>
/// <param name="MiniBatch">The images per step; null for full-batch runs.</param>
/// <param name="Steps">The number of steps.</param>
/// <param name="Curves">Series by name. Where a step has one value per half-coupling, these follow each other.</param>
public sealed record TrajectoryRun(
    string Name,
    TrajectoryKind Kind,
    double LearningRate,
    double Rtol,
    double Atol,
    int? MiniBatch,
    int Steps,
    IReadOnlyDictionary<string, IReadOnlyList<double>> Curves)
{
    /// <summary>False where nothing is truncated: the linear first block has vanishing singular values,
    /// and dividing by them amplifies rounding into the curves.</summary>
    public bool IsReproducible =>
        Kind is not (TrajectoryKind.GaussNewton or TrajectoryKind.FirstVersion) || Rtol > 0 || Atol > 0;

    internal static TrajectoryRun Read(string name, KeyedValue run, int steps, int halves)
    {
        var settings = run["settings"];
        var first = settings.Find("first")?.Flag() ?? false;
        var kind = settings["kind"].OneOf("gn", "sgd", "adam") switch
        {
            "gn" => first ? TrajectoryKind.FirstVersion : TrajectoryKind.GaussNewton,
            "sgd" => TrajectoryKind.GradientDescent,
            _ => TrajectoryKind.Adam,
        };
        var gaussNewton = kind is TrajectoryKind.GaussNewton or TrajectoryKind.FirstVersion;
        var miniBatch = settings.Find("batch") is { } batch ? OracleConfig.Positive(batch) : (int?)null;

        var curves = run["curves"];
        Dictionary<string, IReadOnlyList<double>> series = [];
        Take(steps + 1, "train_loss", "train_accuracy", "test_loss", "test_accuracy");
        TakePerHalf("update_norm_W", "update_norm_b");
        Take(halves, "final_norm_W", "final_norm_b");
        if (gaussNewton)
        {
            TakePerHalf("kept_singular_values");
        }

        if (miniBatch is not null)
        {
            Take(steps, "batch_loss_before", "batch_loss_after");
        }

        return new(
            name,
            kind,
            settings["lr"].Number(),
            gaussNewton ? OracleConfig.NotNegative(settings["rtol"]) : 0,
            gaussNewton ? OracleConfig.NotNegative(settings["atol"]) : 0,
            miniBatch,
            steps,
            series);

        void Take(int length, params string[] names)
        {
            foreach (var curve in names)
            {
                series.Add(curve, [.. curves[curve].Items(length).Select(item => item.Number())]);
            }
        }

        void TakePerHalf(params string[] names)
        {
            foreach (var curve in names)
            {
                series.Add(curve, [
                    .. curves[curve].Items(steps).SelectMany(step => step.Items(halves).Select(item => item.Number()))
                ]);
            }
        }
    }
}
