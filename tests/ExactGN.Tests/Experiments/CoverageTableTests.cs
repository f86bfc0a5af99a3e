using Xunit.Abstractions;

namespace ExactGN.Tests;

/// <summary>The figures of theory/experiments.md that say what the intervals promise are those of a
/// simulation.</summary>
public sealed class CoverageTableTests(ITestOutputHelper output)
{
    [Fact]
    public void The_page_s_coverages_are_those_simulated()
    {
        var simulated = CoverageTable.Simulate();
        var page = CoverageTable.Read(Repository.PathOf("theory/experiments.md"));
        foreach (var row in simulated.GroupBy(entry => entry.Key.What))
        {
            var cells = row.OrderBy(entry => entry.Key.At)
                .Select(entry => FormattableString.Invariant($"{entry.Value:0.0}"));
            output.WriteLine($"| {row.Key} | {string.Join(" | ", cells)} |");
        }

        Assert.Equal(simulated.Keys.Order(), page.Keys.Order());
        // A last bit may fall otherwise on another machine, and with it a draw or two of ten thousand.
        Assert.All(simulated, entry => Assert.InRange(page[entry.Key], entry.Value - 0.15, entry.Value + 0.15));
    }
}
