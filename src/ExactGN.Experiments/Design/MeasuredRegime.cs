using System.Globalization;

namespace ExactGN.Experiments.Design;

/// <summary>The regime a claim was tried in: sizes as set, rank and exactness as Gauss-Newton's steps measured
/// them.</summary>
/// <param name="Arm">The arm of Gauss-Newton whose numbers these are: the first of the setting.</param>
/// <param name="Others">Whether the setting has other arms of Gauss-Newton, in which some number differs.</param>
/// <param name="Samples">N.</param>
/// <param name="BatchSize">n.</param>
/// <param name="Features">d.</param>
/// <param name="Hidden">h.</param>
/// <param name="Blocks">L.</param>
/// <param name="JointRank">The most that the joint rank of all features can be, over the half-couplings: h + 1 each, q
/// + 1 without hidden layer and in a linear block.</param>
/// <param name="Epochs">Epochs.</param>
/// <param name="Rates">η per arm.</param>
/// <param name="Alpha">α = Lη, Gauss-Newton's step in function space (η where its blocks are averaged).</param>
/// <param name="RankKept">Singular values kept, mean over steps, half-couplings and seeds; null without a step.</param>
/// <param name="OutputDefect">The exactness defect in f, mean over steps and seeds; null without a step.</param>
public sealed record MeasuredRegime(
    Arm Arm, bool Others, int Samples, int BatchSize, int Features, int Hidden, int Blocks, int JointRank,
        int Epochs, IReadOnlyDictionary<Arm, double> Rates, double Alpha,
    double? RankKept, double? OutputDefect)
{
    /// <summary>The architecture, where it is another than the paper's; empty where it is not.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>r, the rows of ã in an update: n, or n·positions and n·channels of F and G.</summary>
    public IReadOnlyList<long> Rows { get; init; } = [BatchSize];

    /// <summary>What the rank kept is of, such as "32" or "128 and 256".</summary>
    public string RowsText => string.Join(" and ", Rows.Select(rows => rows.ToString(CultureInfo.InvariantCulture)));

    /// <summary>One line: architecture, N over the joint rank, n/h, α, rank kept, defect.</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture,
        $"{(Others ? Arms.Label(Arm) + ": " : "")}{OfNetwork}, α = {Alpha:0.##}, "
            + $"{(RankKept is null ? "" : $"rank kept {RankKept:0} of {RowsText}, ")}defect "
            + $"{ReadableNumber.Of(OutputDefect)}");

    // Where a sample gives several rows, these are what the columns have to carry.
    private string OfNetwork => Architecture.Length == 0
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"N over joint rank {(double)Samples / JointRank:0.##}, n/h = {(double)BatchSize / Hidden:0.##}")
        : string.Create(CultureInfo.InvariantCulture, $"{Architecture}, rows per update {RowsText}, h = {Hidden}");

    internal static MeasuredRegime Of(Setting setting, IReadOnlyCollection<RunResult> runs)
    {
        var gn = setting.Arms.FirstOrDefault(arm => arm.Optimiser is GaussNewtonOptions) ?? setting.Arms[0];
        var rows = runs.Where(run => run.Configuration.Arm == gn.Arm).SelectMany(run => run.Epochs).ToArray();
        var size = new NetworkSize(gn.Model);
        return new(
            gn.Arm, setting.Arms.Any(arm => arm.Optimiser is GaussNewtonOptions && arm.Arm != gn.Arm
                && arm.Arm.Rate is null),
            gn.TrainSamples, gn.BatchSize, gn.Model.Features, gn.Model.Hidden ?? (int)size.Inputs, gn.Model.Blocks,
                (int)Int128.Min(size.JointRank, int.MaxValue), gn.Epochs,
            setting.Arms.ToDictionary(arm => arm.Arm, arm => arm.LearningRate),
            gn.Optimiser is GaussNewtonOptions { Scaling: StepScaling.Exact }
                ? gn.LearningRate
                : gn.Model.Blocks * gn.LearningRate,
            rows.Average(row => row.RankKept), rows.Average(row => row.OutputDefect))
        {
            Architecture = gn.Model is RevMlpOptions ? "" : Architectures.Title(gn.Model),
            Rows = [.. size.RowsOf(gn.BatchSize).Distinct().Order()],
        };
    }
}
