namespace ExactGN.Experiments.Runs;

/// <summary>What a run measures beside losses and accuracies, and how often. Measuring changes no
/// number of the run itself.</summary>
/// <param name="Every">Epochs between two measurements; initialisation and the last epoch are always measured.</param>
/// <param name="KernelSamples">The first so many training images span the kernel and the linearisation gap;
/// on them the two updates are compared.</param>
/// <param name="Batches">CKA is averaged over so many batches of the run's size, or fewer where the test
/// images do not fill them.</param>
/// <param name="Probes">Probes of the sketched kernel, where n·c exceeds <see cref="MostExact"/>.</param>
/// <param name="HeldOutSamples">So many of the first test images go into kernel and linearisation gap beside
/// the training images; 0 for none.</param>
public sealed record MeasurePlan(
    int Every, int KernelSamples, int Batches = 2, int Probes = 100, int HeldOutSamples = 0)
{
    /// <summary>The largest n·c for which the kernel is formed.</summary>
    public const int MostExact = 2560;

    internal bool Due(int epoch, int epochs) => epoch % Every == 0 || epoch == epochs;
}
