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
/// <param name="Rtol">The relative tolerance of the truncation.</param>
/// <param name="Atol">The absolute one.</param>
/// <param name="RankKept">Singular values kept, mean over steps, half-couplings and seeds; null without a step.</param>
/// <param name="OutputDefect">The exactness defect in f, mean over steps and seeds; null without a step.</param>
public sealed record MeasuredRegime(
    string Arm, bool Others, int Samples, int BatchSize, int Features, int Hidden, int Blocks, int JointRank,
        int Epochs, IReadOnlyDictionary<string, double> Rates, double Alpha,
    double Rtol, double Atol, double? RankKept, double? OutputDefect)
{
    /// <summary>One line: N over the joint rank, n/h, α, rank kept, defect.</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture,
        $"{(Others ? Arms.Label(Arm) + ": " : "")}N over joint rank {(double)Samples / JointRank:0.##}, n/h = "
            + $"{(double)BatchSize / Hidden:0.##}, α = {Alpha:0.##}, "
            + $"{(RankKept is null ? "" : $"rank kept {RankKept:0} of {BatchSize}, ")}defect "
            + $"{ReadableNumber.Of(OutputDefect)}");

    internal static MeasuredRegime Of(Setting setting, IReadOnlyCollection<RunResult> runs)
    {
        var gn = setting.Arms.FirstOrDefault(arm => arm.Optimiser == OptimiserKind.GaussNewton) ?? setting.Arms[0];
        var rows = runs.Where(run => run.Configuration.Arm == gn.Arm).SelectMany(run => run.Epochs).ToArray();
        return new(
            gn.Arm, setting.Arms.Any(arm => arm.Optimiser == OptimiserKind.GaussNewton && arm.Arm != gn.Arm
                && !RateArm.IsOne(arm.Arm)),
            gn.TrainSamples, gn.BatchSize, gn.Model.Features, gn.Model.Hidden ?? gn.Model.HalfWidth, gn.Model.Blocks,
                MostJointRank(gn.Model), gn.Epochs,
            setting.Arms.ToDictionary(arm => arm.Arm, arm => arm.LearningRate),
            gn.Scaling == StepScaling.Reference ? gn.Model.Blocks * gn.LearningRate : gn.LearningRate,
            gn.Rtol, gn.Atol, rows.Average(row => row.RankKept), rows.Average(row => row.OutputDefect));
    }

    /// <summary>Σ over the half-couplings of the columns that their features can have: 2(q + 1) + (2L − 2)(h + 1) with
    /// a linear block, 2L(h + 1) without.</summary>
    /// <param name="model">The network.</param>
    public static int MostJointRank(RevMlpOptions model)
    {
        var (linear, hidden) = (model.HalfWidth + 1, (model.Hidden ?? model.HalfWidth) + 1);
        return model.LinearInputBlock ? 2 * linear + (2 * model.Blocks - 2) * hidden : 2 * model.Blocks * hidden;
    }
}
