using System.Globalization;
using System.Text.RegularExpressions;

namespace ExactGN.Tests;

/// <summary>The numbers of the page of <c>exactgn report</c>, read back for evidence whose every number
/// differs.</summary>
public sealed partial class LedgerReadbackTests
{
    private static readonly PropertyEvidence[] Evidence =
    [
        SyntheticLedger.Evidence("SQ-1", "A", 0.0123, threshold: 21) with { Cases = 11, Seconds = 1.7 },
        SyntheticLedger.Evidence("SQ-1", "B", 4.56, threshold: 31) with { Cases = 13, Seconds = 2.9 },
        SyntheticLedger.Evidence("SQ-2", "C", 7.89, threshold: 41) with { Cases = 17, Seconds = 3.8 },
    ];

    private static readonly FaultEvidence[] Rejections = [new("sign", "SQ-1", "A: case 1"), new("sign", "SQ-2",
        "C: case 1")];

    private readonly string _page = LedgerReport.Page(SyntheticLedger.Join(Evidence, Rejections), new("coverage.xml",
        [new("One", 7, 9, 3, 11), new("Two", 23, 40, 13, 50)]));

    [Fact]
    public void A_chapter_s_row_counts_properties_cases_and_faults_and_names_the_nearest()
    {
        var row = WrittenPage.Tables(_page)[0].Single();

        WrittenNumbers.Agree(row[1], 3);
        WrittenNumbers.Agree(row[2], 3, 3, 41);
        Assert.Begins("SQ-2", row[3]);
        WrittenNumbers.Agree(row[3].Replace("SQ-2", "", StringComparison.Ordinal), 7.89, 41);
        WrittenNumbers.Agree(row[4], 2, 3);
    }

    [Fact]
    public void A_property_s_line_has_its_own_ratio_threshold_cases_and_time()
    {
        var text = WrittenPage.Text(_page);
        Assert.All(Evidence, entry => WrittenNumbers.Agree(Line($"{entry.Property}: "), entry.WorstRatio,
            entry.Threshold, entry.Cases));
        Assert.All(Evidence, entry => Assert.Says(
            string.Create(CultureInfo.InvariantCulture, $"{entry.Seconds:0.0} s"), text));
        WrittenNumbers.AgreeAfter(text, "Rejected ", 1);
        WrittenNumbers.AgreeAfter(text, "Rejected 1 of ", 2);
        WrittenNumbers.AgreeAfter(text, "Fault matrix: ", 3);
        WrittenNumbers.AgreeAfter(text, "Fault matrix: 3 places, ", 2);
        WrittenNumbers.AgreeAfter(text, "In this evidence ", 2);

        string Line(string start) => SummaryPattern().Matches(_page).Select(match => match.Groups[1].Value)
            .Single(summary => summary.StartsWith(start, StringComparison.Ordinal));
    }

    [Fact]
    public void Coverage_has_each_assembly_s_lines_and_branches()
    {
        var rows = WrittenPage.Tables(_page[_page.IndexOf("id=\"coverage\"", StringComparison.Ordinal)..])[0];

        Assert.Equal(["One", "Two"], rows.Select(row => row[0]));
        WrittenNumbers.Agree(rows[0][1].Replace('/', ' '), 700 / 9.0, 7, 9);
        WrittenNumbers.Agree(rows[0][2].Replace('/', ' '), 300 / 11.0, 3, 11);
        WrittenNumbers.Agree(rows[1][1].Replace('/', ' '), 57.5, 23, 40);
        WrittenNumbers.Agree(rows[1][2].Replace('/', ' '), 26, 13, 50);
    }

    [Fact]
    public void A_dot_lies_where_its_ratio_is_on_the_axis()
    {
        var plot = _page[_page.IndexOf("<svg class=\"headroom\"", StringComparison.Ordinal)..];
        plot = plot[..plot.IndexOf("</svg>", StringComparison.Ordinal)];
        // The lines stand at 10⁻⁴, …, 10⁻¹ and at the limit, 1.
        double[] lines = [.. LinePattern().Matches(plot).Select(match => double.Parse(match.Groups[1].Value,
            CultureInfo.InvariantCulture))];
        Assert.Equal(5, lines.Length);
        double[] dots = [.. DotPattern().Matches(plot).Select(match => double.Parse(match.Groups[1].Value,
            CultureInfo.InvariantCulture))];

        // To a tenth of a pixel, of which a decade has about 57.
        Assert.Equal(Evidence.Select(entry => Math.Log10(entry.WorstRatio / entry.Threshold)), dots.Select(x => -4
            + 4 * (x - lines[0]) / (lines[^1] - lines[0])), (a, b) => Math.Abs(a - b) < 0.003);
        Assert.Equal([-4.0, -3, -2, -1, 0], lines.Select(x => -4 + 4 * (x - lines[0]) / (lines[^1] - lines[0])), (a,
            b) => Math.Abs(a - b) < 0.003);
    }

    [GeneratedRegex("<details><summary>(.*?)</summary>")]
    private static partial Regex SummaryPattern();

    [GeneratedRegex("<line class=\"(?:limit|grid)\" x1=\"([\\d.]+)\"")]
    private static partial Regex LinePattern();

    [GeneratedRegex("<circle [^>]*cx=\"([\\d.]+)\"")]
    private static partial Regex DotPattern();
}
