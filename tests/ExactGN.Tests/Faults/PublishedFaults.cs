using System.Globalization;
using System.Text.RegularExpressions;

namespace ExactGN.Tests;

/// <summary>Faults of reading published files.</summary>
public static class PublishedFaults
{
    private static readonly PublishedReading Library = PublishedReading.Library;

    public static IReadOnlyList<Fault> All { get; } =
    [
        Misread(
            "half-layers counted as blocks",
            (run, text) => run with { Model = (RevMlpOptions)run.Model with { Blocks = Whole(text, "num_layers") } }),
        Misread(
            "batch of the evaluation taken for training",
            (run, text) => run with { BatchSize = Whole(text, "batch_size_test") }),
        Misread(
            "all images in place of the subset",
            (run, _) => run with { TrainSamples = run.Data == "mnist" ? 60_000 : 50_000 }),
        Misread("optimiser entry in place of Gauss-Newton", (run, _) =>
            run.Optimiser is GaussNewtonOptions ? run with { Optimiser = new SgdOptions(), Arm = "sgd" } : run),
        Misread("rtol and atol exchanged", (run, _) =>
            (run.Optimiser as GaussNewtonOptions)?.RightInverse.HalfSolver is HalfSolver.Truncated(var rtol, var atol)
                ? run.Solving(new HalfSolver.Truncated(atol, rtol))
                : run),
        Misread(
            "learning rate and weight decay exchanged",
            (run, _) => run with { LearningRate = run.WeightDecay, WeightDecay = run.LearningRate }),
        Misread(
            "use_identity left out",
            (run, _) => run.WithStep(step => step with { Curvature = Curvature.Exact })),
        Misread(
            "damping used beside use_identity",
            (run, text) => Number(text, "damping") is { } damping && damping > 0
                ? run.WithStep(step => step with { Curvature = Curvature.Damped(damping) })
                : run),
        Misread(
            "scale and ratio of the crop exchanged",
            (run, _) => run.Augmentation is { } crop
                ? run with { Augmentation = new(crop.LeastRatio, crop.MostRatio, crop.LeastScale, crop.MostScale) }
                : run),
        Misread("no hidden width taken for the half's width", (run, _) =>
            run with { Model = (RevMlpOptions)run.Model with { Hidden = run.Model.Hidden ?? run.Model.Features / 2 } }),
        Misread("one seed for all files", (run, _) => run with { Seed = 42 }),

        new(
            "the file wins over what is set",
            new PublishedReading("file", (text, _) => Library.Read(text, [])),
            "DAT-7"),
        new(
            "the earlier setting wins",
            new PublishedReading("earlier", (text, settings) => Library.Read(text, [.. settings.Reverse()])),
            "DAT-7"),
        new(
            "half-layers in what is set",
            new PublishedReading(
                "half-layers",
                (text, settings) => Library.Read(text, settings) is var run
                    && (run.Data, run.Model.Blocks) is ("mnist", 4) or ("cifar10", 12)
                    ? run with { Model = (RevMlpOptions)run.Model with { Blocks = run.Model.Blocks / 2 } }
                    : run),
            "DAT-7"),
    ];

    private static Fault Misread(string name, Func<RunConfiguration, string, RunConfiguration> wrong) =>
        new(name, new PublishedReading(name, (text, settings) => wrong(Library.Read(text, settings), text)), "DAT-6");

    private static int Whole(string text, string key) => (int)Number(text, key)!;

    private static double? Number(string text, string key) =>
        Regex.Match(text, $@"\b{key}: ([-+.\w]+)") is { Success: true } match
        && double.TryParse(match.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
