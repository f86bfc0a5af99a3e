using System.Globalization;

namespace ExactGN.Tests;

/// <summary>Made-up experiments with every kind of comparison, their runs, and the report on them.</summary>
internal sealed class DistinctClaims
{
    private static readonly int[] Seeds = [42, 43, 44, 45, 46, 47, 48, 49];

    // Where the searches find their rates: beside the arms' own.
    private static readonly Dictionary<Arm, double> Best = new()
    {
        ["gn"] = RateSearch.Step(0.2, 1),
        ["adam"] = RateSearch.Step(0.003, -1),
        ["sgd"] = 0.05,
        ["rev"] = RateSearch.Step(0.1, -1),
        ["mn"] = RateSearch.Step(0.4, 1),
        ["cosine"] = 0.02,
        ["gn-eta-0.001"] = 0.001,
        ["krr"] = 0.001,
    };

    internal DistinctClaims()
    {
        RunResult[] own = [.. Judged.Setting.Runs(Seeds, null).Select(Made)];
        Results =
        [
            .. own, .. Searched(Judged, own), .. Searched(Primary, []),
            .. Primary.RunsAtOwnRates(Seeds, null).Select(Made),
            .. Exploration.Setting.Runs(Seeds, null).Select(run => DistinctRuns.Of(run)),
        ];
        Claims = [.. Preregistration.Judge([Judged.Judge(Results), Primary.Judge(Results),
            Exploration.Judge(Results)], _ => true)];
    }

    /// <summary>All kinds of parts at the arms' own rates, and once more at those found.</summary>
    internal static Experiment Judged { get; } = new(
        "EXP-1",
        "Everything differs.",
        "Figure 1",
        new("syn", "Made up", "Nothing is run.", Arms("syn", "gn", "adam", "sgd", "gn-eta-0.001")),
        [
            new(Metric.TrainLoss), new(Metric.TestLoss), new(Metric.TestAccuracy), new(Metric.BatchCut,
                AgainstUpdates: true), new(Metric.KernelAlignment),
            new(Metric.OutputDefect) { Arms = ["gn", "gn-eta-0.001"], Part = "Gauss-Newton" },
        ],
        [
            Part("smaller", Metric.TrainLoss, Reading.Final, "gn", "adam", Comparison.SmallerByFactor, 2),
            Part("larger", Metric.TestLoss, Reading.Final, "gn", "sgd", Comparison.LargerByFactor, 1 / 1.1),
            Part("lower", Metric.TestAccuracy, Reading.Final, "gn", "adam", Comparison.Lower),
            Part("higher", Metric.BatchCut, Reading.LastQuarter, "gn", "sgd", Comparison.Higher, 2),
            Part("at least", Metric.KernelAlignment, Reading.Final, "gn", "gn", Comparison.AtLeast, 0.9),
            Part("alike", Metric.WeightCosine, Reading.Final, "gn", "sgd", Comparison.Equivalent, 0.05),
            Part("alike by a factor", Metric.TestLoss, Reading.Final, "adam", "sgd", Comparison.EquivalentByFactor,
                1.1),
            Part("by sign", Metric.TrainLoss, Reading.After(2), "sgd", "adam",
                Comparison.LargerByFactor) with { Test = LocationTest.Sign },
            new RepairCriterion("no repair", Metric.TrainLoss, Reading.Final, "gn-eta-0.001", "gn", "adam"),
            new GapChange("gaps", Metric.TestLoss, Reading.Final, ("gn", "sgd"), ("gn-eta-0.001", "sgd")),
        ])
    {
        TunedArms = ["gn", "adam", "sgd"],
        Explored = [Part("explored", Metric.TestLoss, Reading.AtBest(Metric.ValidationLoss), "adam", "gn",
            Comparison.LargerByFactor), Part("explored too", Metric.WeightCosine, Reading.Final, "sgd", "gn",
            Comparison.Higher)],
    };

    /// <summary>Judged at the rates found alone, among a family, by signs; trained on the squared error.</summary>
    internal static Experiment Primary { get; } = new(
        "BEY-1",
        "Rates are found first.",
        "Asked here",
        new("prim", "Found", "Nothing is run here either.", [.. Arms("prim", "rev", "mn", "cosine"), Arm("prim",
            "krr") with { Optimiser = new KernelRidgeOptions(), Epochs = 1 }]),
        [new(Metric.TestLoss)],
        [Part("primary", Metric.TestLoss, Reading.Final, "mn", "cosine",
            Comparison.SmallerByFactor) with { Test = LocationTest.Sign }])
    {
        TunedArms = ["rev", "mn", "cosine"],
        AtOwnRates = false,
        Fixed = ["krr"],
        Seeds = Seeds,
        Standing = Standing.Primary,
        Explored = [Part("beside", Metric.TestAccuracy, Reading.Final, "rev", "mn",
            Comparison.Higher) with { Test = LocationTest.Sign }],
    };

    /// <summary>A map of two widths and two batch sizes.</summary>
    internal static Experiment Exploration { get; } = new(
        "BEY-3-map",
        "Cells differ.",
        "Asked here",
        new("map", "Map", "Nor here.",
        [
            .. from cell in ((int N, int H)[])[(32, 64), (32, 128), (8, 64), (8, 128)]
               from arm in (string[])["rev", "mn"]
               select Arm("map", $"{arm}-n{cell.N}-h{cell.H}") with { BatchSize = cell.N,
                   Model =
                       new RevMlpOptions { Features = 64, Hidden = cell.H, Classes = 10, LinearInputBlock = false } },
        ]),
        [],
        [])
    {
        Standing = Standing.Exploration,
        Map = new([.. ((int N, int H)[])[(32, 64), (32, 128), (8, 64), (8, 128)] is var cells ? cells.Select(cell =>
            new RegimeMap.Cell(cell.N, cell.H, $"rev-n{cell.N}-h{cell.H}", $"mn-n{cell.N}-h{cell.H}")) : []]),
        Explored =
        [
            Part("a cell", Metric.TestLoss, Reading.Final, "rev-n8-h64", "mn-n8-h64", Comparison.LargerByFactor),
            Part("answers", Metric.TestAccuracy, Reading.Final, "rev-n8-h64", "mn-n8-h64", Comparison.Higher),
            Part("answers by sign", Metric.TestAccuracy, Reading.Final, "rev-n32-h64", "mn-n32-h64",
                Comparison.Lower) with { Test = LocationTest.Sign },
        ],
    };

    internal IReadOnlyList<RunResult> Results { get; }

    internal IReadOnlyList<ClaimResult> Claims { get; }

    /// <summary>What readers call an arm.</summary>
    internal static string NameOf(Arm arm) => arm.AtOwnRate.ToString() switch
    {
        "gn" => "GN",
        "adam" => "Adam",
        "sgd" => "SGD",
        "gn-eta-0.001" => "GN η 0.001",
        "rev" => "reversible",
        "mn" => "min. norm",
        "cosine" => "cosine",
        "krr" => "kernel ridge",
        var cell => cell.Replace("rev", "reversible", StringComparison.Ordinal).Replace("mn", "min. norm",
            StringComparison.Ordinal)
            .Replace("-n", " n = ", StringComparison.Ordinal).Replace("-h", " h = ", StringComparison.Ordinal),
    } + (arm.Rate is null ? "" : " η ");

    /// <summary>The rate in an arm's name, and what numbers its name has besides.</summary>
    internal static IReadOnlyList<double> NumbersIn(Arm arm) =>
        arm.AtOwnRate == "gn-eta-0.001" ? [0.001] : arm.Rate is not null ? [Best[arm.AtOwnRate]]
        // n and h of a cell.
        : [.. arm.ToString().Split('-').Skip(1).Where(word => word[0] is 'n' or 'h').Select(word =>
            double.Parse(word[1..], CultureInfo.InvariantCulture))];

    private static Criterion Part(string statement, Metric curve, Reading reading, Arm subject, Arm rival,
        Comparison comparison, double factor = 1) =>
        new(statement, curve, reading, subject, rival, comparison, factor);

    private static RunConfiguration[] Arms(string setting, params string[] arms) => [.. arms.Select(arm =>
        Arm(setting, arm))];

    private static RunConfiguration Arm(string setting, string arm) => new()
    {
        Setting = setting,
        Arm = arm,
        Optimiser = arm.Split('-')[0] switch
        {
            "adam" or "cosine" => new AdamOptions(),
            "sgd" => new SgdOptions(),
            "mn" => new GaussNewtonOptions { RightInverse = new RightInverse.MinimumNorm() },
            _ => new GaussNewtonOptions(),
        },
        LearningRate = arm switch
        {
            "gn" => 0.2,
            "adam" => 0.003,
            "sgd" => 0.05,
            "rev" => 0.1,
            "mn" => 0.4,
            "cosine" => 0.02,
            _ => 0.001
        },
        Loss = setting == "prim" ? new SquaredError() : new SoftmaxCrossEntropy(),
        Schedule = arm == "cosine" ? LearningRateSchedule.Cosine : LearningRateSchedule.Constant,
        Epochs = 16,
        BatchSize = 32,
        TrainSamples = 960,
        Model = new RevMlpOptions { Features = 64, Hidden = 48, Classes = 10 },
    };

    // One run of Adam's diverges, at its own rate.
    private static RunResult Made(RunConfiguration run) => DistinctRuns.Of(run, Best, run is
    {
        Setting: "syn", Arm: { Optimiser: "adam", Rate: null }, Seed: 45
    } ? 9 : null);

    private static IEnumerable<RunResult> Searched(Experiment experiment, RunResult[] own)
    {
        List<RunResult> results = [.. own];
        while (experiment.RateSelections.SelectMany(selection => selection.Wanted(results, null))
            .ToArray() is { Length: > 0 } wanted)
        {
            results.AddRange(wanted.Select(run => DistinctRuns.Of(run, Best)));
        }

        results.AddRange(experiment.RunsAtBestRates(results, Seeds, null).Select(Made));
        return results.Skip(own.Length);
    }
}
