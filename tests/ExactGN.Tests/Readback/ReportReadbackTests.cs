using System.Globalization;
using System.Text.Json;

namespace ExactGN.Tests;

/// <summary>Every number of report.html, claims.csv and findings.md, read back from the files and computed
/// aside.</summary>
public sealed class ReportReadbackTests(WrittenReport report) : IClassFixture<WrittenReport>
{
    [Fact]
    public void The_parts_of_a_claim_have_their_own_medians_effects_and_verdicts()
    {
        foreach (var (claim, tables) in report.Claims.Select(claim => (claim,
            WrittenPage.Tables(report.Page.Section(claim.Experiment.Id)))))
        {
            var expected = Tables(claim).ToArray();
            Assert.All(expected.Zip(tables), pair => Assert.Equal(pair.First.Parts.Count, pair.Second.Count));
            foreach (var (part, aside, verdict, row, standing) in expected.Zip(tables).SelectMany(pair =>
                pair.First.Parts.Zip(pair.Second, (part, row) => (part.Part, part.Aside, part.Verdict, row,
                pair.First.Standing))))
            {
                Assert.Equal(part.Statement, row[0]);
                Assert.Equal($"{part.Curve.Name}, {part.Reading.Name}", row[1]);
                RequireMedians(part, aside, row[2]);
                if (verdict is { } word)
                {
                    WrittenNumbers.Agree(row[3], [.. Effect(part, aside), aside.Seeds.Length, .. Detectable(standing,
                        aside, word), .. Diverged(part, aside), .. Beside(part, aside)]);
                    Assert.Equal(Word(word), row[4]);
                }
                else
                {
                    WrittenNumbers.Agree(row[3], [.. Effect(part, aside), aside.Seeds.Length, .. Diverged(part,
                        aside)]);
                    WrittenNumbers.Agree(row[4], [.. Beside(part, aside)]);
                }
            }
        }
    }

    [Fact]
    public void The_made_up_parts_show_every_verdict() => Assert.Equal(
        [
            Experiments.Statistics.Verdict.Holds,
            Experiments.Statistics.Verdict.Fails,
            Experiments.Statistics.Verdict.Undecided,
        ],
        report.Claims.SelectMany(Tables).SelectMany(table => table.Parts).Select(part => part.Verdict)
            .OfType<Experiments.Statistics.Verdict>().Distinct().Where(
                verdict => verdict < Experiments.Statistics.Verdict.Void).Order());

    [Fact]
    public void Every_seed_has_its_own_readings_and_difference()
    {
        foreach (var claim in report.Claims)
        {
            var section = report.Page.Section(claim.Experiment.Id);
            var (tables, heads) = (WrittenPage.Tables(section), WrittenPage.Heads(section));
            // The tables of parts come first, then one per part.
            var first = Tables(claim).Count();
            var parts = Tables(claim).Where(table => !table.Explored).SelectMany(table => table.Parts).ToArray();
            Assert.Equal(first + parts.Length, tables.Count);
            foreach (var (i, (part, aside, _)) in parts.Index())
            {
                var rows = tables[first + i];
                var shown = part.Comparison == Comparison.Lower ? aside.Differences.Select(d => -d).ToArray()
                    : aside.Differences;
                Assert.Equal(aside.Seeds, rows.Select(row => int.Parse(row[0], CultureInfo.InvariantCulture)));
                Assert.All(rows.Index(), row =>
                {
                    WrittenNumbers.Agree(row.Item[1], aside.Subject[row.Index]);
                    WrittenNumbers.Agree(row.Item[2], aside.Rival[row.Index]);
                    WrittenNumbers.Agree(row.Item[3], shown[row.Index]);
                    Assert.Equal(IsDiverged(part.Rival, aside.Seeds[row.Index]), row.Item[2].EndsWith("(diverged)",
                        StringComparison.Ordinal));
                });
                Assert.Begins(DistinctClaims.NameOf(part.Subject), heads[first + i][1]);
                Assert.Begins(DistinctClaims.NameOf(part.Rival), heads[first + i][2]);
            }
        }

        bool IsDiverged(Arm arm, int seed) => arm == "adam" && seed == 45;
    }

    [Fact]
    public void Captions_have_the_sizes_rates_and_measured_numbers_of_their_own_arm()
    {
        foreach (var (claim, arm, joint, hidden, batch) in ((ClaimResult, string, int, int, int)[])
        [
            // 2(32 + 1) + 2(48 + 1) columns; 4(64 + 1) without a linear block.
            (report.Claims[0], "gn", 164, 48, 32), (report.Claims[1], "rev", 164, 48, 32), (report.Claims[2],
                "rev-n32-h64", 260, 64, 32),
        ])
        {
            var section = report.Page.Section(claim.Experiment.Id);
            var caption = WrittenPage.Paragraph(section, "caption");
            var rows = Rows(claim, arm);
            WrittenNumbers.AgreeAfter(caption, "N = ", 960);
            WrittenNumbers.AgreeAfter(caption, "d = ", 64);
            WrittenNumbers.AgreeAfter(caption, "h = ", hidden);
            WrittenNumbers.AgreeAfter(caption, "n = ", batch);
            WrittenNumbers.AgreeAfter(caption, "L = ", 2);
            WrittenNumbers.AgreeAfter(caption, "at most ", joint);
            WrittenNumbers.AgreeAfter(caption, $"at most {joint}, ", 16);
            // The blocks are summed, so α is twice the rate.
            WrittenNumbers.AgreeAfter(caption, "α = ", 2 * Rate(claim, arm));
            WrittenNumbers.AgreeAfter(caption, "rtol ", 0.01);
            WrittenNumbers.AgreeAfter(caption, "atol ", 0.00001);
            WrittenNumbers.Agree(caption.Split("Measured: ")[1].Split("Line: ")[0], rows.Average(row =>
                row.RankKept!.Value), batch, rows.Average(row => row.OutputDefect!.Value));
            WrittenNumbers.Agree(caption[caption.IndexOf("median over", StringComparison.Ordinal)..], 8, 42, 49);
        }

        var judged = WrittenPage.Paragraph(report.Page.Section("EXP-1"), "caption");
        Assert.Says("GN: 0.2, Adam: 0.003, SGD: 0.05, GN η 0.001: 0.001", judged);
        var found = WrittenPage.Paragraph(report.Page.Section("BEY-1"), "caption");
        WrittenNumbers.AgreeAfter(found, "Learning rates: reversible η ", 0.1 / Math.Sqrt(10));
        WrittenNumbers.AgreeAfter(found, "min. norm η ", 0.4 * Math.Sqrt(10));
        WrittenNumbers.AgreeAfter(found, "cosine η ", 0.02);
    }

    [Fact]
    public void The_table_of_claims_has_each_claim_s_own_regime_and_verdicts()
    {
        var rows = WrittenPage.Tables(report.Page.Opening).Single();
        Assert.All(report.Claims, claim =>
        {
            var row = rows.Single(candidate => candidate[0] == claim.Experiment.Id);
            Assert.Equal(claim.Experiment.Claim, row[1]);
            RequireSummary(claim, row[2]);
            Assert.Equal(Verdict(claim), row[3]);
            if (claim.Experiment.Id == "EXP-1")
            {
                Assert.Equal(Word(Whole(Tables(claim).ElementAt(1).Parts)), row[4]);
            }
        });
        Assert.Says(Word(Whole(Tables(report.Claims[0]).ElementAt(1).Parts)),
            WrittenPage.Text(report.Page.Section("EXP-1")).Split("the claim ")[1][..20]);
    }

    [Fact]
    public void Divergence_is_told_of_the_run_that_diverged() => Assert.Says(
        "Adam, seed 45 diverged in epoch 9, update 66: made up for adam",
            WrittenPage.Text(report.Page.Section("EXP-1")));

    [Fact]
    public void The_rules_and_the_provenance_say_the_numbers_that_count()
    {
        var (rules, provenance) = (WrittenPage.Text(report.Page.Section("rules")),
            WrittenPage.Text(report.Page.Section("provenance")));
        WrittenNumbers.AgreeAfter(rules, "mean a factor of ", 2);
        WrittenNumbers.AgreeAfter(rules, "“near 1” at least ", 0.9);
        WrittenNumbers.AgreeAfter(rules, "within the margin: ", 0.05);
        WrittenNumbers.AgreeAfter(rules, "for similarities, a factor of ", 1.1);
        WrittenNumbers.AgreeAfter(rules, "training loss exceeds ", 1000);
        WrittenNumbers.AgreeAfter(rules, "on seeds ", 101);
        WrittenNumbers.AgreeAfter(rules, "on seeds 101 to ", 105);
        WrittenNumbers.AgreeAfter(provenance, "a folder per run with metrics.csv, updates.csv and its manifest.",
            report.Results.Count);
        WrittenNumbers.AgreeAfter(provenance, $"{report.Results.Count} runs in ", 1234);
    }

    [Fact]
    public void The_manifest_has_every_run_and_the_time_of_all()
    {
        using var manifest = JsonDocument.Parse(report.Text("manifest.json"));
        var root = manifest.RootElement;
        Assert.Equal(1234, root.GetProperty("trainingSeconds").GetDouble());
        Assert.Equal(report.Results.Select(run => run.Configuration.Seed).Distinct().Order(),
            root.GetProperty("seeds").EnumerateArray().Select(seed => seed.GetInt32()).Order());
        Assert.Equal(
            report.Results.Select(run => (OutputFolder.LinkTo(run.Configuration), run.Configuration.LearningRate,
                run.Seconds, run.Divergence?.Update)),
            root.GetProperty("runs").EnumerateArray().Select(run => (
                run.GetProperty("folder").GetString()!, run.GetProperty("configuration").GetProperty("learningRate")
                    .GetDouble(), run.GetProperty("seconds").GetDouble(),
                run.TryGetProperty("divergence", out var divergence) && divergence.ValueKind == JsonValueKind.Object
                    ? divergence.GetProperty("update").GetInt32() : (int?)null)));
    }

    [Fact]
    public void Claims_csv_has_every_part_s_numbers()
    {
        var rows = WrittenTable.Csv(report.Text("claims.csv"));
        var parts = report.Claims
            .SelectMany(claim => Tables(claim).SelectMany(table => table.Parts.Select(part => (claim, table, part))))
            .ToArray();
        Assert.Equal(parts.Length, rows.Count);
        foreach (var (row, (claim, table, (part, aside, verdict))) in rows.Zip(parts))
        {
            Assert.Equal(
                (claim.Experiment.Id, table.Standing, part.Statement, part.Curve.Name, part.Reading.Name,
                    part.Subject, part.Rival, $"{part.Comparison}", part.Test.Name,
                    $"{verdict ?? Experiments.Statistics.Verdict.None}"),
                (row["Experiment"], row["Standing"], row["Criterion"], row["Curve"], row["Reading"], row["Subject"],
                    row["Rival"], row["Comparison"], row["Test"], row["Verdict"]));
            var (centre, sign) = (aside.Deciding, Aside.Sign(aside.Differences, aside.Confidence));
            Assert.All(((string Column, double Expected)[])
            [
                ("SubjectMedian", aside.Medians.Subject), ("RivalMedian", aside.Medians.Rival), ("Factor",
                    part.Factor),
                ("Centre", centre[0]), ("Low", centre[1]), ("High", centre[2]), ("SignLow", sign[1]), ("SignHigh",
                    sign[2]),
                ("ClaimP", aside.IsVoid ? 1 : aside.P.Claim), ("OppositeP", aside.IsVoid ? 1 : aside.P.Opposite),
                ("Seeds", aside.Seeds.Length), ("SubjectDiverged", aside.Diverged(part.Subject)), ("RivalDiverged",
                    aside.Diverged(part.Rival)), ("LeftOut", 0),
                ("DetectableEffect", aside.Differences.All(double.IsFinite)
                    ? aside.DetectableAt(table.Standing == "primary" ? 0.025 / 8 : 0.025) : double.PositiveInfinity),
                .. aside.OverImages is { } images ? [("SeedsAndSamplesLow", images[1]), ("SeedsAndSamplesHigh",
                    images[2])] : ((string, double)[])[],
                .. aside.Differences.All(double.IsFinite) ? [("NewDigitsLow", aside.NewDigits(aside.Differences)[1]),
                    ("NewDigitsHigh", aside.NewDigits(aside.Differences)[2])] : ((string, double)[])[],
            ], cell => Assert.True(Close(Number(row[cell.Column]), cell.Expected),
                $"{part.Statement}, {cell.Column}: {row[cell.Column]} should be {cell.Expected:r}."));
            RequireSummary(claim, row["Regime"], ((Arm[])[part.Subject, part.Rival]).FirstOrDefault(arm =>
                arm is { Rate: not null, Optimiser: "gn" or "rev" or "mn", Variations: [] }));
        }

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
        static bool Close(double found, double expected) => found.Equals(expected)
            || Math.Abs(found - expected) <= 1e-9 + 1e-9 * Math.Abs(expected);
    }

    [Fact]
    public void Findings_have_every_part_s_numbers()
    {
        var items = new TheoryPage(report.Text("findings.md")).Rows;
        var tables = report.Claims.SelectMany(claim => Tables(claim).Select(table => (claim, table))).ToArray();
        var expected = tables.Where(entry => !entry.table.Explored).Concat(tables.Where(entry =>
            entry.table.Explored))
            .SelectMany(entry => entry.table.Parts.Select(part => (entry.claim, entry.table, part))).ToArray();
        Assert.Equal(expected.Length, items.Count);
        foreach (var (item, (claim, table, (part, aside, verdict))) in items.Zip(expected))
        {
            var told = item.Fields.ToDictionary(field => field.Name, field => field.Words);
            Assert.Equal($"**{claim.Experiment.Id}** {part.Statement}" + (verdict is { } decided
                ? $": *{Word(decided)}*." : $"; {part.Curve.Name}, {part.Reading.Name}."), item.Lead);
            WrittenNumbers.Agree(told["Effect"], [.. Effect(part, aside), aside.Seeds.Length,
                .. verdict is { } word ? Detectable(table.Standing, aside, word) : [], .. Diverged(part, aside)]);
            WrittenNumbers.Agree(told.GetValueOrDefault("Beside it", ""), [.. Beside(part, aside)]);
            if (table.Standing is "part" or "primary")
            {
                RequireSummary(claim, told["Regime"]);
            }
        }

        Assert.Empty(WideLines.Of("findings.md", report.Text("findings.md")));
    }

    // A claim's tables of parts in their order, each with what is computed aside.
    private IEnumerable<(string Standing, bool Explored, IReadOnlyList<(Criterion Part, Aside Aside,
        Experiments.Statistics.Verdict? Verdict)> Parts)> Tables(ClaimResult claim)
    {
        var experiment = claim.Experiment;
        RunResult[] all = [.. report.Results.Where(run => run.Configuration.Setting == experiment.Setting.Id)];
        RunResult[] own = [.. all.Where(run => run.Configuration.Arm.Rate is null)];
        var judging = experiment.AtOwnRates ? own : all;
        if (experiment.Criteria.Count > 0)
        {
            yield return Table(experiment.Standing == Standing.Primary ? "primary" : "part", experiment.Criteria,
                judging, !experiment.AtOwnRates, experiment.Standing == Standing.Primary);
        }

        if (experiment.AtOwnRates && experiment.RateGroups.Count > 0)
        {
            yield return Table("part at the rates found", experiment.Criteria, all, true, false);
        }

        if (experiment.Explored.Count > 0)
        {
            var (standing, _, parts) = Table("explored", experiment.Explored, judging, !experiment.AtOwnRates, false);
            yield return (standing, true, [.. parts.Select(part => (part.Part, part.Aside,
                (Experiments.Statistics.Verdict?)null))]);
        }
    }

    private static (string Standing, bool Explored, IReadOnlyList<(Criterion Part, Aside Aside,
        Experiments.Statistics.Verdict? Verdict)> Parts) Table(
        string standing, IReadOnlyList<Criterion> criteria, RunResult[] runs, bool atFound, bool family)
    {
        var arms = runs.Select(run => run.Configuration.Arm).Distinct().ToArray();
        Arm At(Arm arm) => atFound ? arms.FirstOrDefault(candidate => $"{candidate}".StartsWith($"{arm}-rate-",
            StringComparison.Ordinal)) ?? arm : arm;
        Criterion[] parts = [.. criteria.Select(part => part.Between(At))];
        Aside[] asides = [.. parts.Select(part => new Aside(part, runs))];
        // Of a family of eight of which one was run: its two-sided p counts eight times.
        var verdicts = !family ? Aside.Verdicts(asides)
            : [8 * 2 * Math.Min(asides[0].P.Claim, asides[0].P.Opposite) > 0.05
                ? Experiments.Statistics.Verdict.Undecided
                : asides[0].P.Claim < 0.5 ? Experiments.Statistics.Verdict.Holds
                : Experiments.Statistics.Verdict.Fails];
        return (standing, false, [.. parts.Index().Select(entry => (entry.Item, asides[entry.Index],
            (Experiments.Statistics.Verdict?)verdicts[entry.Index]))]);
    }

    private static double[] Effect(Criterion part, Aside aside)
    {
        double[] Ratio(Arm subject, Arm rival) => [.. DistinctClaims.NumbersIn(rival),
            .. aside.Interval(aside.Gap(subject, rival)).Select(Math.Exp)];
        var names = (double[])[.. DistinctClaims.NumbersIn(part.Subject), .. part.Factor == 1 ? []
            : (double[])[part.Factor], .. DistinctClaims.NumbersIn(part.Rival)];
        return part switch
        {
            RepairCriterion repair => [.. Ratio(part.Subject, part.Rival), .. Ratio(repair.Untreated,
                part.Rival)[DistinctClaims.NumbersIn(part.Rival).Count..]],
            GapChange change => [.. aside.Interval(aside.Gap(part.Subject, part.Rival)).Select(Math.Exp),
                .. aside.Interval(aside.Gap(change.There.Subject, change.There.Rival)).Select(Math.Exp),
                .. aside.Interval(aside.Differences).Select(Math.Exp)],
            _ => part.Comparison switch
            {
                Comparison.SmallerByFactor or Comparison.LargerByFactor or Comparison.AtLeast => aside.Effect,
                Comparison.EquivalentByFactor => [.. aside.Effect, 90],
                Comparison.Equivalent => [.. DistinctClaims.NumbersIn(part.Subject),
                    .. DistinctClaims.NumbersIn(part.Rival), .. aside.Effect, 90],
                _ => [.. names, .. aside.Effect],
            },
        };
    }

    // A primary's at Holm's level for the only one of eight that was run, which is then said.
    private static double[] Detectable(string standing, Aside aside, Experiments.Statistics.Verdict verdict) =>
        verdict != Experiments.Statistics.Verdict.Undecided || !aside.Differences.All(double.IsFinite) ? []
        : standing == "primary" ? [0.05 / 8, .. Detected(aside, 0.025 / 8)] : Detected(aside, 0.025);

    private static double[] Detected(Aside aside, double level) => [aside.IsByFactor
        ? Math.Exp(aside.DetectableAt(level)) : aside.DetectableAt(level)];

    private static IEnumerable<double> Diverged(Criterion part, Aside aside) => aside.Diverged(part.Subject)
        + aside.Diverged(part.Rival) == 0 ? []
        : [aside.Diverged(part.Subject), .. DistinctClaims.NumbersIn(part.Subject), .. part.Rival == part.Subject
            ? [] : (double[])[aside.Diverged(part.Rival), .. DistinctClaims.NumbersIn(part.Rival)]];

    // By the test that does not decide, and for digits that were not split.
    private static double[] Beside(Criterion part, Aside aside)
    {
        Func<double[], double[]> other = part.Test.Name == "sign" ? values => Aside.Mean(values, aside.Confidence)
            : values => Aside.Sign(values, aside.Confidence);
        var alike = aside.AlikeWithin is { } margin ? [aside.IsByFactor ? Math.Exp(margin) : margin] : (double[])[];
        return !aside.Differences.All(double.IsFinite) && part.Test.Name == "sign" ? alike
            : [
                .. Judged(part, aside), .. Ends(other),
                .. aside.IsOverImages ? Ends(values => Aside.Mean(values, aside.Confidence))
                    : aside.ImagesBeside,
                .. aside.Differences.All(double.IsFinite) ? Ends(aside.NewDigits) : [], .. alike,
            ];

        IEnumerable<double> Ends(Func<double[], double[]> interval) => part switch
        {
            RepairCriterion => interval(aside.Differences)[1..],
            GapChange => interval(aside.Differences)[1..].Select(Math.Exp),
            _ => aside.Shown(interval)[1..],
        };
    }

    // What a repair is judged by, which is neither of its two ratios: by which arms, its centre and its interval.
    private static double[] Judged(Criterion part, Aside aside) =>
        part is RepairCriterion { Untreated: var untreated } && aside.Interval(aside.Differences).All(double.IsFinite)
            ?
            [
                .. ((Arm[])[part.Subject, part.Rival, untreated, part.Rival]).SelectMany(DistinctClaims.NumbersIn),
                .. aside.Interval(aside.Differences),
            ]
            : [];

    private static void RequireMedians(Criterion part, Aside aside, string text)
    {
        var named = ((Arm Arm, double Median)[])[(part.Subject, aside.Medians.Subject),
            .. part.Rival == part.Subject ? [] : ((Arm, double)[])[(part.Rival, aside.Medians.Rival)]];
        WrittenNumbers.Agree(text, [.. named.SelectMany(arm => (double[])[.. DistinctClaims.NumbersIn(arm.Arm),
            arm.Median])]);
        var words = text.Split(", ");
        Assert.Equal(named.Length, words.Length);
        Assert.All(named.Zip(words), pair => Assert.Begins(
            DistinctClaims.NameOf(pair.First.Arm) + (pair.First.Arm.Rate is null ? ": " : ""), pair.Second));
    }

    // N over the joint rank, n/h, α, the rank kept and the defect: of the first arm of Gauss-Newton, or of the one at
    // the rate found.
    private void RequireSummary(ClaimResult claim, string text, Arm? found = null)
    {
        var arm = found ?? claim.Experiment.Id switch { "EXP-1" => "gn", "BEY-1" => "rev", _ => "rev-n32-h64" };
        var (joint, hidden) = claim.Experiment.Id == "BEY-3-map" ? (260.0, 64) : (164.0, 48);
        var rows = Rows(claim, arm);
        WrittenNumbers.AgreeAfter(text, "N over joint rank ", 960 / joint);
        WrittenNumbers.AgreeAfter(text, "n/h = ", 32.0 / hidden);
        WrittenNumbers.AgreeAfter(text, "α = ", 2 * Rate(claim, arm));
        WrittenNumbers.AgreeAfter(text, "rank kept ", rows.Average(row => row.RankKept!.Value));
        WrittenNumbers.AgreeAfter(text, "defect ", rows.Average(row => row.OutputDefect!.Value));
    }

    private EpochMetrics[] Rows(ClaimResult claim, Arm arm) =>
        [.. Runs(claim, arm).SelectMany(run => run.Epochs)];

    private double Rate(ClaimResult claim, Arm arm) => Runs(claim, arm)[0].Configuration.LearningRate;

    private RunResult[] Runs(ClaimResult claim, Arm arm) => [.. report.Results.Where(run =>
        run.Configuration.Setting == claim.Experiment.Setting.Id)
        .Where(run => run.Configuration.Arm == arm || (!claim.Experiment.AtOwnRates
            && run.Configuration.Arm.AtOwnRate == arm))];

    private string Verdict(ClaimResult claim) => claim.Experiment.Standing == Standing.Exploration ? "explored"
        : Word(Whole(Tables(claim).First().Parts));

    // One part that fails makes the whole fail; all have to hold.
    private static Experiments.Statistics.Verdict Whole(
        IReadOnlyList<(Criterion, Aside, Experiments.Statistics.Verdict? Verdict)> parts) =>
            parts.Any(part => part.Verdict == Experiments.Statistics.Verdict.Fails)
                ? Experiments.Statistics.Verdict.Fails
            : parts.Any(part => part.Verdict == Experiments.Statistics.Verdict.Void)
                ? Experiments.Statistics.Verdict.Void
            : parts.Any(part => part.Verdict == Experiments.Statistics.Verdict.Undecided)
                ? Experiments.Statistics.Verdict.Undecided
            : Experiments.Statistics.Verdict.Holds;

    private static string Word(Experiments.Statistics.Verdict verdict) => verdict.ToString().ToLowerInvariant();
}

/// <summary>The report on the made-up claims, written once.</summary>
public sealed class WrittenReport : InTemporaryFolder
{
    private readonly DistinctClaims _made = new();

    public WrittenReport() => ReproductionReport.Write(
        new OutputFolder(Folder), new Reproduction(new(Folder, null, "cpu", null) { Experiments = ["EXP-1"] }),
            _made.Results, _made.Claims, TimeSpan.FromSeconds(1234));

    internal IReadOnlyList<RunResult> Results => _made.Results;

    internal IReadOnlyList<ClaimResult> Claims => _made.Claims;

    internal WrittenPage Page => new(Text("report.html"));

    internal string Text(string name) => File.ReadAllText(Path.Combine(Folder, name));
}
