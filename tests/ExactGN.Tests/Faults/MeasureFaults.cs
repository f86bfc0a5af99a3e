namespace ExactGN.Tests;

/// <summary>Faults of what a run measures beside losses.</summary>
public static class MeasureFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            "kernel compared with the measurement before",
            RunMeasuring.But(
                "before", (_, now) => now with { Kernel = now.Kernel with { Drift = now.Kernel.Rate ?? 0 } }),
            "RUN-20"),
        new(
            "rate of change against the start",
            RunMeasuring.But("start", (_, now) => now with { Kernel = now.Kernel with { Rate = now.Kernel.Drift } }),
            "RUN-20"),
        new("measurement of the time before", RunMeasuring.But("late", (then, _) => then), "RUN-20"),
        new(
            "CKA of one batch alone",
            new RunMeasuring("one batch", (run, plan, data, first, second) =>
                RunMeasuring.Library.Read(run, plan with { Batches = 1 }, data, first, second)),
            "RUN-20"),
        new(
            "similarity averaged before the cosine in the kernel's curve",
            RunMeasuring.But(
                "reference",
                (_, now) => now with { Kernel = now.Kernel with { Alignment = now.Kernel.ReferenceAlignment } }),
            "RUN-20"),
        new(
            "held-out samples left out of the kernel",
            new RunMeasuring("training alone", (run, plan, data, first, second) =>
                RunMeasuring.Library.Read(run, plan with { HeldOutSamples = 0 }, data, first, second)),
            "RUN-20"),
        RunMeasured("blocks in place of branches", now => now with { Branches = [.. now.Blocks, .. now.Blocks] }),
        RunMeasured(
            "branches of F and G exchanged",
            now => now with { Branches = [.. now.Branches.Index().Select(entry => now.Branches[entry.Index ^ 1])] }),
        new("updates compared with the step's scaling", new RunMeasuring("scaled", (run, plan, data, first, second) =>
        {
            var (a, b) = RunMeasuring.Library.Read(run, plan, data, first, second);
            return (a, b with { MinimumNormRatio = b.MinimumNormRatio / run.Model.Blocks });
        }), "RUN-21"),
        new(
            "updates compared upside down",
            RunMeasuring.But("upside down", (_, now) => now with { MinimumNormRatio = 1 / now.MinimumNormRatio }),
            "RUN-21"),
        new(
            "updates compared on other samples",
            new RunMeasuring("others", (run, plan, data, first, second) =>
                RunMeasuring.Library.Read(run, plan with { KernelSamples = 2 }, data, first, second)),
            "RUN-21"),
    ];

    private static Fault RunMeasured(string name, Func<DebiasedSimilarity, DebiasedSimilarity> change) =>
        new(name, RunMeasuring.But(name, (_, now) => now with { Debiased = change(now.Debiased!) }), "RUN-20");
}
