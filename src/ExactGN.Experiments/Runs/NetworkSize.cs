namespace ExactGN.Experiments.Runs;

/// <summary>What a network's options come to in numbers, whatever the architecture. Of a batch of n samples ã has r
/// rows, which are n, n·positions or n·channels.</summary>
/// <param name="model">The options, validated.</param>
internal sealed class NetworkSize(INetworkOptions model)
{
    // All blocks are alike, but that the first may be linear.
    private readonly CouplingPlan[] _first = [.. model.Couplings.Take(2)];

    private readonly CouplingPlan[] _last = [.. model.Couplings.Take(4).TakeLast(2)];

    /// <summary>The numbers of all W.</summary>
    internal Int128 Weights => model.Blocks * _first.Aggregate(Int128.Zero, (sum, plan) =>
        sum + (Int128)plan.Columns * plan.Layout.Outputs);

    /// <summary>The products that a sample's passage through all ãW takes.</summary>
    internal double Products => (double)Sum(plan => (Int128)plan.Columns * plan.Layout.Width);

    /// <summary>m, the columns of ã; of the wider half-coupling where they differ.</summary>
    internal long Columns => _first.Max(plan => plan.Columns);

    /// <summary>The inputs of a row of ã; of the half-coupling that has most.</summary>
    internal long Inputs => _first.Max(plan => plan.Layout.Inputs);

    /// <summary>The rows of ã for one sample; of the half-coupling that has most.</summary>
    internal long RowsPerSample => _first.Max(plan => plan.RowsPerSample);

    /// <summary>r of F and of G.</summary>
    /// <param name="samples">n.</param>
    internal IEnumerable<long> RowsOf(int samples) => _first.Select(plan => samples * plan.RowsPerSample);

    /// <summary>Σ over the half-couplings of the most that ã's rank can be.</summary>
    internal Int128 JointRank => Sum(plan => plan.MostRank);

    /// <summary>The most weights that features of that rank can hold: Σ over the half-couplings of rank times
    /// outputs.</summary>
    internal Int128 CarriedWeights => Sum(plan => (Int128)plan.MostRank * plan.Layout.Outputs);

    /// <summary>k = min(r, m), of the half-coupling with the larger one.</summary>
    /// <param name="samples">n.</param>
    internal Int128 Smaller(Int128 samples) =>
        Int128.Max(Smaller(_first[0], samples), Smaller(_first[1], samples));

    /// <summary>The numbers of one half-coupling's features, with what their patches are gathered from.</summary>
    /// <param name="samples">n.</param>
    internal Int128 Features(Int128 samples) =>
        Int128.Max(Features(_first[0], samples), Features(_first[1], samples));

    /// <summary>The numbers of all half-couplings' features.</summary>
    /// <param name="samples">n.</param>
    internal Int128 AllFeatures(Int128 samples) =>
        model.Blocks * (Features(_first[0], samples) + Features(_first[1], samples));

    private Int128 Sum(Func<CouplingPlan, Int128> of) =>
        of(_first[0]) + of(_first[1]) + (model.Blocks - 1) * (of(_last[0]) + of(_last[1]));

    private static Int128 Smaller(CouplingPlan plan, Int128 samples) =>
        Int128.Min(samples * plan.RowsPerSample, plan.Columns);

    private static Int128 Features(CouplingPlan plan, Int128 samples) =>
        samples * plan.RowsPerSample * (plan.Columns + (plan.Layout.IsPlain ? 0 : plan.Layout.Inputs));
}
