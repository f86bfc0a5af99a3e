using CsvHelper;

namespace ExactGN.Experiments;

/// <summary>One row of metrics.csv: where a run stands after an epoch. Epoch 0 is the network at initialisation.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Updates">Updates made so far.</param>
/// <param name="TrainLoss">Mean loss over the training samples.</param>
/// <param name="TrainAccuracy">Fraction of them classified rightly.</param>
/// <param name="TestLoss">Mean loss over the test samples.</param>
/// <param name="TestAccuracy">Fraction of them classified rightly.</param>
/// <param name="BatchCut">Mean over the epoch's updates of the cut in the update's own batch loss, in per cent (positive: it fell).</param>
/// <param name="UpdateNorm">Mean over the epoch's updates of the norm of the change of all weights.</param>
/// <param name="StateDefect">Gauss-Newton: mean exactness defect in the state.</param>
/// <param name="OutputDefect">Gauss-Newton: mean exactness defect in f.</param>
/// <param name="RankKept">Gauss-Newton: singular values kept, mean over updates and half-couplings.</param>
/// <param name="LargestCut">Gauss-Newton: the largest singular value cut.</param>
[CsvRecord]
public sealed partial record EpochMetrics(
    int Epoch,
    int Updates,
    double TrainLoss,
    double TrainAccuracy,
    double TestLoss,
    double TestAccuracy,
    double? BatchCut = null,
    double? UpdateNorm = null,
    double? StateDefect = null,
    double? OutputDefect = null,
    double? RankKept = null,
    double? LargestCut = null);

/// <summary>One row of updates.csv: what an update did to the loss of its own batch.</summary>
/// <param name="Update">The update, from 1.</param>
/// <param name="Epoch">Its epoch, from 1.</param>
/// <param name="Samples">Samples in the batch.</param>
/// <param name="LossBefore">The batch's mean loss before the update.</param>
/// <param name="LossAfter">The same batch's mean loss after it.</param>
/// <param name="CutPercent">100·(before − after)/before, per cent; positive when the loss fell.</param>
/// <param name="UpdateNorm">The norm of the change of all weights.</param>
[CsvRecord]
public sealed partial record UpdateMetrics(
    int Update, int Epoch, int Samples, double LossBefore, double LossAfter, double CutPercent, double UpdateNorm)
{
    /// <summary>The row for an update; the cut is 0 when there was nothing to cut.</summary>
    internal static UpdateMetrics Of(int update, int epoch, int samples, double before, double after, double norm) =>
        new(update, epoch, samples, before, after, before == after ? 0 : 100 * (before - after) / before, norm);
}
