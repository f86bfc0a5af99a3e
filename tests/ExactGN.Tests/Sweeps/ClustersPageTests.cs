using ExactGN.Tests;

namespace ExactGN.Experiments.Tests;

/// <summary>theory/clusters.md shows what is tested.</summary>
[Trait("Needs", "Sources")]
public sealed class ClustersPageTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("theory", "clusters.md"));

    [Fact]
    public void The_array_script_of_the_page_is_the_tested_one() =>
        Assert.Says($"```bash\n{File.ReadAllText(Repository.PathOf("tests", "slurm", "array.sbatch"))}```", Page);

    [Fact]
    public void The_example_has_as_many_runs_as_the_page_says()
    {
        using var sweep = new SweepText();
        var example = Page.Split("```yaml\n")[1]
            .Split("```")[0]
            .Replace("train_mnist_FB_ggn.yaml", "base.yaml", StringComparison.Ordinal);

        Assert.Equal(80, sweep.Plan(example).Runs.Count);
        Assert.Says("2 · 4 · 10 = 80 runs", PageText.Joined(Page));
    }

    [Fact]
    public void The_sweep_that_Slurm_is_tested_with_has_24_runs() => Assert.Equal(
        24, SweepFile.Read(Repository.PathOf("tests", "slurm", "sweep.yaml")).Plan(ScalarType.Float32).Runs.Count);
}
