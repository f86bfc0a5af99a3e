using System.Diagnostics;

namespace ExactGN.Tests.Reliability;

/// <summary>A thousand steps leave neither tensors nor memory behind.</summary>
[Trait("Category", "Full")]
public sealed class LeakTests
{
    // One ã is 64 × 513 numbers of 8 bytes, 0.26 MB.
    private static readonly NetworkRecipe Recipe = new(
        HalfWidth: 16, Hidden: 512, Blocks: 2, Classes: 4, Samples: 64, Bias: true, LinearInput: true, Sigma: 0.1,
        Seed: 5);

    [Theory, InlineData(true), InlineData(false)]
    public void Live_tensors_and_resident_memory_stay_flat_over_a_thousand_steps(bool workspace)
    {
        using var built = Recipe.Build();
        using var buffers = workspace ? new Workspace() : null;
        var method = new ReversibleGaussNewton(new TruncatedGramEigen(1e-6), new SquaredError(), Curvature.Exact)
        {
            MeasureDefect = true,
            KeepFeatures = true,
            Workspace = buffers,
        };
        Train(20);
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        // The allocator takes a while to find the sizes that it needs.
        Train(480);
        var feature = 64 * 513 * sizeof(double);

        // In a process that has done much else the allocator may take room once more; a leak takes it each time.
        var least = long.MaxValue;
        for (var window = 0; window < 3 && least >= 100 * feature; window++)
        {
            var memory = Resident();
            Train(500);
            Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            least = Math.Min(least, Resident() - memory);
        }

        Assert.True(
            least < 100 * feature,
            $"{least / 1e6:0.0} MB more after 500 steps, each time; one leaked ã per step would be "
            + $"{500 * feature / 1e6:0} MB");

        void Train(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                using var step = method.Step(built.Model, built.X, built.Targets);
                step.Update.ApplyTo(built.Model, 0.01);
            }
        }
    }

    // What the heap of managed objects holds in reserve, up to its budget of 256 MB, is given back first.
    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
