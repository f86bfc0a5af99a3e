using System.Globalization;

namespace ExactGN.Tests;

/// <summary>How often intervals contain what they are for, how often claims fail by chance, and how often a detectable
/// effect is detected: simulated, in per cent, as theory/experiments.md has them.</summary>
internal static class CoverageTable
{
    private const int Draws = 10_000;

    private static readonly JumpingDifferences Jumping = new(0, 2.0 / 3, 100, 0, 0);
    private static readonly Lazy<double> MedianOfJumps = new(() => Jumping.Median);
    private static readonly Lazy<double> MedianOfDivergences =
        new(() => (Jumping with { Jumps = 0, Diverges = 0.3 }).Median);
    private static readonly OverlappingSplits Digits = new(0, 547, 1000, 0, 1, 0);
    private static readonly CrossedEffects Crossed = new(0, 40, 0.3, 1, 1, 0);

    private static readonly (string What, int[] At, Func<int, Random, bool> Happens)[] Rows =
    [
        ("t: the mean of normal differences", [3, 6, 10, 20], (m, random) =>
            Covers(MeanInterval.Of(Normal(m, random)), 0)),
        ("t: the mean, an arm jumping on 2 of 3 seeds", [3, 6, 10, 20], (m, random) =>
            Covers(MeanInterval.Of((Jumping with { Seeds = m }).Draw(random)), 200.0 / 3)),
        ("t: the mean, an arm jumping on 1 of 20 seeds", [3, 6, 10, 20], (m, random) =>
            Covers(MeanInterval.Of((Jumping with { Seeds = m, Jumps = 0.05 }).Draw(random)), 5)),
        ("sign: the median of normal differences", [6, 10, 20], (m, random) =>
            Covers(SignInterval.Of(Normal(m, random)), 0)),
        ("sign: the median, an arm jumping on 2 of 3 seeds", [6, 10, 20], (m, random) =>
            Jumping with { Seeds = m } is var jumping
            && Covers(SignInterval.Of(jumping.Draw(random)), MedianOfJumps.Value)),
        ("sign: the median, an arm diverging on 3 of 10 seeds", [6, 10, 20], (m, random) =>
            Covers(SignInterval.Of((Jumping with { Seeds = m, Jumps = 0, Diverges = 0.3 }).Draw(random)),
            MedianOfDivergences.Value)),
        ("t over splits: new digits", [3, 6, 10, 20], (m, random) =>
            Covers(MeanInterval.Of((Digits with { Splits = m }).Draw(random)), 0)),
        ("Nadeau and Bengio over splits: new digits", [3, 6, 10, 20], (m, random) =>
            Covers(NewSamplesInterval.Of((Digits with { Splits = m }).Draw(random), 547, 1000), 0)),
        ("seeds and samples: both", [3, 6, 10, 20], (m, random) =>
            Covers(CommonTestSetInterval.Of((Crossed with { Seeds = m }).Draw(random)), 0)),
        ("t over seeds on one test set: both", [3, 6, 10, 20], (m, random) =>
            Covers(MeanInterval.Of([.. (Crossed with { Seeds = m }).Draw(random).Select(row => row.Average())]), 0)),
        ("a detectable effect is detected", [3, 6, 10, 20], (m, random) =>
            (StudentT.Quantile(0.975, m - 1) + StudentT.Quantile(0.8, m - 1)) / Math.Sqrt(m) is var effect
            && MeanInterval.OneSidedP([.. Normal(m, random).Select(z => effect + z)]) <= 0.025),
        ("k parts on the boundary: fails", [1, 2, 5, 9], (k, random) =>
            ClaimVerdict.Of(new BoundaryClaim(k, 0, 10, 0, 0).Draw(random)).Verdict
            == Experiments.Statistics.Verdict.Fails),
        ("the same without a correction", [1, 2, 5, 9], (k, random) =>
            new BoundaryClaim(k, 0, 10, 0, 0).Draw(random).Any(part => part.OppositeP <= 0.025)),
    ];

    /// <summary>(what, m or k) → per cent.</summary>
    internal static IReadOnlyDictionary<(string What, int At), double> Simulate() => Rows
        .SelectMany((row, number) => row.At.Select(at => (row.What, at, row.Happens, new Random(1000 * number + at))))
        .AsParallel().ToDictionary(entry => (entry.What, entry.at), entry =>
            100.0 * Enumerable.Range(0, Draws).Count(_ => entry.Happens(entry.at, entry.Item4)) / Draws);

    /// <summary>The rows of a Markdown page's tables whose first cell names one of these, with the columns' heads "m =
    /// 3" or "k = 3".</summary>
    internal static IReadOnlyDictionary<(string What, int At), double> Read(string page)
    {
        Dictionary<(string, int), double> found = [];
        string[] heads = [];
        foreach (var line in File.ReadLines(page).Where(line => line.StartsWith("| ", StringComparison.Ordinal)))
        {
            string[] cells = [.. line.Trim('|').Split('|', StringSplitOptions.TrimEntries)];
            heads = cells.Skip(1).Any(cell => cell.StartsWith("m = ", StringComparison.Ordinal)
                || cell.StartsWith("k = ", StringComparison.Ordinal)) ? cells : heads;
            foreach (var (cell, head) in Rows.Any(row => row.What == cells[0])
                ? cells.Zip(heads).Skip(1).Where(pair => pair.First != "–") : [])
            {
                found[(cells[0], int.Parse(head[4..], CultureInfo.InvariantCulture))] =
                    double.Parse(cell, CultureInfo.InvariantCulture);
            }
        }

        return found;
    }

    private static double[] Normal(int m, Random random) =>
        [.. Enumerable.Range(0, m).Select(_ => GaussianNumbers.Next(random))];

    private static bool Covers(ConfidenceInterval interval, double truth) => interval.Low <= truth
        && truth <= interval.High;
}
