using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ExactGN.Tests;

/// <summary>Everything in the catalogues that decides a number, as lines of text: sizes, rates, seeds, epochs,
/// normalisations, sums of files, what is compared and where the boundaries lie, at every scale.</summary>
internal static class CatalogueText
{
    // What all arms are told apart from: a line says only where an arm differs.
    private static readonly RunConfiguration Base = new()
    {
        Setting = "",
        Arm = "none",
        Optimiser = new GaussNewtonOptions(),
        LearningRate = 0,
        Epochs = 0,
        BatchSize = 0,
        TrainSamples = 0,
        Model = new RevMlpOptions { Features = 64, Classes = 10 },
    };

    private static readonly (string Title, Regimes Regimes)[] Regimes =
    [
        .. from entry in ((Scale Scale, string Data, string? Regime)[])
           [
               (Scale.Smoke, "digits", null), (Scale.Smoke, "digits", "other-writers"), (Scale.Smoke, "digits",
                   "eighth"),
               (Scale.Laptop, "mnist", null), (Scale.Laptop, "fashion-mnist", null), (Scale.Laptop, "cifar10", null),
               (Scale.Paper, "mnist", null), (Scale.Paper, "fashion-mnist", null), (Scale.Paper, "cifar10", null),
           ]
           select ($"{entry.Scale} {entry.Data}{(entry.Regime is null ? "" : $" {entry.Regime}")}",
               Experiments.Design.Regimes.Of(entry.Scale, entry.Data, entry.Regime)),
    ];

    private static readonly string[] Usual = [.. ExperimentCatalogue.In(Regimes[0].Regimes).SelectMany(Parts)];

    internal static string Of() => string.Join('\n', (string[])
    [
        .. Constants(),
        "", "# Every run, unless it says otherwise",
        .. Flat(Base).Select(field => $"{field.Key} = {(field.Key == "arm" ? "\"\"" : field.Value)}"),
        .. Regimes.SelectMany(entry => (string[])["", $"# Arms at {entry.Title}",
            .. Arms(ExperimentCatalogue.In(entry.Regimes))]),
        "", "# Arms of the first look", .. Arms(FirstLook.All),
        "", "# Arms of the preregistered questions", .. Arms(BeyondCatalogue.All()),
        "", $"# Parts at {Regimes[0].Title}", .. Usual,
        // What is compared differs little between scales.
        .. Regimes.Skip(1).SelectMany(entry => (string[])["", $"# Parts at {entry.Title} where they differ",
            .. ExperimentCatalogue.In(entry.Regimes).SelectMany(Parts).Except(Usual),
            .. Usual.Except(ExperimentCatalogue.In(entry.Regimes).SelectMany(Parts)).Select(line =>
                $"not {line.Trim()}")]),
        "", "# Parts of the first look", .. FirstLook.All.SelectMany(Parts),
        "", "# Parts of the preregistered questions", .. BeyondCatalogue.All().SelectMany(Parts),
        "", "# Keys of published files", .. PublishedKeys.All.Select(Key),
        "", "# Data in files", .. DataCatalogue.All.SelectMany(Data),
    ]);

    private static IEnumerable<string> Constants() =>
    [
        "# Constants",
        Text($"far {ExperimentCatalogue.Far}, near {ExperimentCatalogue.Near}, repaired {RepairCriterion.Repaired}, ")
        + Text(
            $"diverges above {TrainingRun.DivergenceFactor}, advice above {StepAdvice.Bound}"),
        Text($"margins: test loss {EquivalenceMargin.TestLossFactor}, ")
            + Text($"training loss {EquivalenceMargin.TrainLossFactor}, digits {EquivalenceMargin.DigitsAccuracy}, ")
            + Text($"MNIST {EquivalenceMargin.MnistAccuracy}, similarities {EquivalenceMargin.Similarity}"),
        Text($"confidence {ConfidenceInterval.Confidence}, level {ConfidenceInterval.Level}, ")
            + Text($"equivalences {ConfidenceInterval.EquivalenceConfidence}, ")
            + Text($"family {PrimaryVerdicts.Level} of {string.Join(' ', BeyondCatalogue.Family)}"),
        Text($"least seeds: t {LocationTest.T.LeastSeeds}, sign {LocationTest.Sign.LeastSeeds}; ")
            + Text($"most of a list {SeedList.Most}"),
        Text($"rates: first {RateSearch.First}, most {RateSearch.Most}, ")
            + Text($"seeds {string.Join(' ', RateSearch.Seeds)}, step {RateSearch.Step(1, 1):r}"),
        Text($"levels {string.Join(' ', Reading.Levels)}, stall from {LateFalls.LeastEpochs} epochs"),
        Text($"digits: {Digits.Samples} images, {Digits.TrainSamples} train, {Digits.ValidationSamples} validate, ")
            + Text($"{Digits.Features} features, {Digits.Classes} classes"),
        Text($"measures: {new MeasurePlan(1, 1)}, most exact {MeasurePlan.MostExact}"),
        Text($"crop: {new CropOptions()}"),
        Text($"preregistered in {Preregistration.Commit}, {Preregistration.Sum}"),
        .. from scale in Enum.GetValues<Scale>()
           let reproduction = new Reproduction(new("nowhere", null, "cpu", null, scale) { Experiments = ["EXP-1"] })
           select $"seeds at {scale}: {string.Join(' ', reproduction.Seeds)}",
        "streams: " + string.Join(", ", Enum.GetValues<RandomDraw>().Select(stream =>
            Text($"{stream} {(int)stream} {stream.SeedFrom(42)}"))),
    ];

    private static IEnumerable<string> Arms(IReadOnlyList<Experiment> experiments) =>
        from setting in experiments.GroupBy(experiment => experiment.Setting.Id)
        from line in (string[])
        [
            .. setting.Select(experiment => experiment.Setting.Regime).Distinct().Select(regime =>
                $"{setting.Key}: {regime}"),
            .. setting.SelectMany(experiment => experiment.Setting.Arms).Distinct().Select(Arm),
        ]
        select line;

    private static string Arm(RunConfiguration run)
    {
        var usual = Flat(Base);
        return $"  {run.Arm}: " + string.Join(", ", Flat(run)
            .Where(field => field.Key is not ("setting" or "arm") && (!usual.TryGetValue(field.Key, out var other)
                || other != field.Value))
            .Select(field => $"{field.Key} {field.Value}"));
    }

    private static IEnumerable<string> Parts(Experiment experiment) =>
    [
        $"{experiment.Id} ({experiment.Setting.Id}, {experiment.Standing}, {experiment.Source}): {experiment.Claim}",
        $"  seeds {(experiment.Seeds is null ? "of the scale" : string.Join(' ', experiment.Seeds))}, "
        + $"at own rates {experiment.AtOwnRates}, fixed {string.Join(' ', experiment.Fixed)}",
        .. experiment.RateGroups.Select(group =>
            $"  rates: {string.Join(' ', group.Arms)}; {group.Epochs?.ToString(CultureInfo.InvariantCulture) ?? "own"} "
            + "epochs; "
            + string.Join(' ', group.Followers.Select(pair => $"{pair.Key}<-{pair.Value}"))),
        .. experiment.Panels.Select(panel =>
            $"  panel {panel.Curve.Name} {(panel.AgainstUpdates ? "by updates " : "")}"
            + $"[{string.Join(' ', panel.Arms ?? [])}] {panel.Part} {panel.Note}".TrimEnd()),
        .. experiment.Map?.Cells.Select(cell =>
            Text($"  cell n {cell.BatchSize}, h {cell.Hidden}: {cell.Subject} / {cell.Rival}")) ?? [],
        .. experiment.Criteria.Select(part => "  part " + Part(part)),
        .. experiment.Explored.GroupBy(Kind)
            .GroupBy(kind => string.Join(' ', kind.Select(part => $"{part.Subject}/{part.Rival}")))
            .SelectMany(pairs => (string[])[$"  explored {pairs.Key}", .. pairs.Select(kind => $"    {kind.Key}")]),
    ];

    private static string Kind(Criterion part) => Text($"{part.GetType().Name} {part.Curve.Name}, ")
        + Text($"{part.Reading.Name}: {part.Comparison} {part.Factor:r} by {part.Test}");

    private static string Part(Criterion part) =>
        $"{Kind(part)}: {string.Join(' ', part.ComparedArms)}; {part.Statement}";

    // What a file without the key means, and what it may hold.
    private static string Key(PublishedKey key) => Text($"{key.Path}: ")
        + Text($"{(key.IsRequired ? "required" : key.GetType().GetProperty("Otherwise")!.GetValue(key) ?? "none")}; ")
        + key.Takes;

    private static IEnumerable<string> Data(DataSource source) =>
    [
        Text($"{source.Id}: {source.Name}, {source.Shape}, {source.Classes} classes, ")
            + Text($"mean {string.Join(' ', source.Normalisation.Mean)}, ")
            + Text($"deviation {string.Join(' ', source.Normalisation.Deviation)}"),
        .. source.Archive is { } archive
            ? [$"  {archive.Name} {archive.Bytes} {archive.Sum.Algorithm} {archive.Sum.Hex}"] : (string[])[],
        .. source.Files.Select(file =>
            $"  {file.Name} {file.Samples} {file.Bytes} {file.Sum?.Algorithm} {file.Sum?.Hex}".TrimEnd()),
        .. source.Homes.Select(home => $"  {home}"),
    ];

    // Every property, those of parts with the part's name before them.
    private static SortedDictionary<string, string> Flat(RunConfiguration run)
    {
        SortedDictionary<string, string> fields = new(StringComparer.Ordinal);
        Add("", JsonSerializer.SerializeToNode(run, Json.Compact));
        return fields;

        void Add(string path, JsonNode? node)
        {
            if (node is JsonObject parts)
            {
                foreach (var (name, part) in parts)
                {
                    Add(path.Length == 0 ? name : $"{path}.{name}", part);
                }
            }
            else
            {
                fields[path] = node?.ToJsonString(Json.Compact) ?? "none";
            }
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
