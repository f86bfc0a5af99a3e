using System.Globalization;

namespace ExactGN.Experiments.Report;

/// <summary>The first look in plain sentences: what the published step does, what an exact one does, and which right
/// inverse it took.</summary>
public static class PlainAnswers
{
    /// <summary>A sentence per experiment of the first look; none where it was not run.</summary>
    /// <param name="claims">The claims.</param>
    public static IReadOnlyList<string> Of(IReadOnlyCollection<ClaimResult> claims) =>
        [.. FirstLook.Ids.Select(id => claims.FirstOrDefault(claim => claim.Experiment.Id == id)).OfType<ClaimResult>()
            .Where(claim => claim.Runs.Count > 0).Select(Sentence)];

    private static string Sentence(ClaimResult claim)
    {
        var (part, digits) = (claim.Criteria[0], claim.Criteria[0].Readings.Count);
        var (c, defect) = (part.Criterion, DefectOf(claim, part.Criterion.Subject));
        var what = c switch
        {
            _ when c.Subject == FirstLook.Published => string.Create(
                CultureInfo.InvariantCulture,
                $"The published step keeps {RankOf(claim):0} of {claim.Regime.BatchSize} singular values and "
                    + $"misses {100 * defect:0} % of what it is to correct"),
            _ when c.Subject == FirstLook.Reversible => "An exact step of the same kind, reversible, misses nothing "
                + $"(defect {ReadableNumber.Of(defect)})",
            _ => $"The exact step of least norm takes another right inverse (defect {ReadableNumber.Of(defect)})",
        };
        var rival = c.Rival == FirstLook.Reversible ? "the reversible step's" : "Adam's";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{what}; its test loss is {EffectWords.Factor(part)} times {rival} over {digits} drawn splits of "
                + $"the digits: {Meaning(part)}.{Beside(claim)}");
    }

    private static string Meaning(CriterionResult part) => (part.Verdict, part.Criterion.Comparison) switch
    {
        (Verdict.Holds, Comparison.SmallerByFactor) or (Verdict.Fails, Comparison.LargerByFactor) =>
            $"it generalises better on these digits{OnNewOnes(part)}",
        (Verdict.Holds, _) or (Verdict.Fails, _) => $"it generalises worse on these digits{OnNewOnes(part)}",
        (Verdict.Undecided, _) => "these seeds do not tell the two apart",
        _ => "too few seeds for a verdict",
    };

    // Splits of the same 1,797 digits overlap: what they show of new ones takes a wider interval.
    private static string OnNewOnes(CriterionResult part) =>
        Scope.OfDigits(part) is { } interval && interval.Low * interval.High > 0
            ? ", and on new ones" : "; for new ones it is open";

    // Of the step of least norm also against Adam.
    private static string Beside(ClaimResult claim) =>
        claim.Explored.FirstOrDefault(part => part.Criterion.Curve == Metric.TestLoss
            && part.Readings.Count > 0) is { } part ? $" It is {EffectWords.Factor(part)} times Adam's." : "";

    private static IEnumerable<EpochMetrics> Rows(ClaimResult claim, Arm arm) =>
        claim.Runs.Where(run => run.Configuration.Arm == arm).SelectMany(run => run.Epochs);

    private static double? DefectOf(ClaimResult claim, Arm arm) => Rows(claim, arm).Average(row => row.OutputDefect);

    private static double? RankOf(ClaimResult claim) => Rows(claim, FirstLook.Published).Average(row => row.RankKept);
}
