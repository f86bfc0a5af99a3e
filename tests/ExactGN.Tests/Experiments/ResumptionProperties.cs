namespace ExactGN.Tests;

/// <summary>theory/experiments.md: runs that are broken off.</summary>
public sealed class ResumptionProperties
{
    [Claim("RUN-19", Share = 0.5)]
    public Property A_run_that_is_taken_up_again_is_the_unbroken_run_bit_for_bit(
        Resumption resumption, BrokenRun broken)
    {
        using var data = broken.Training.Data();
        var run = broken.Configuration;
        var (unbroken, files) = Resumption.Library.Train(run, data, after: 0);
        var (resumed, again) = resumption.Train(run, data, broken.After);

        return Verdict.That(
            broken, unbroken.Epochs.SequenceEqual(resumed.Epochs) && unbroken.Divergence == resumed.Divergence
                && files.Count == 4 && files.All(file => again[file.Key] == file.Value));
    }
}
