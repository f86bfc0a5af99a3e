using CsvHelper;

namespace ExactGN.Experiments.Report;

/// <summary>One row of claims.csv: a criterion, its interval and verdict, and the regime.</summary>
/// <param name="Experiment">The claim's number.</param>
/// <param name="Standing">part, part at the rates found, primary, or explored: which has no verdict.</param>
/// <param name="Criterion">The criterion in words.</param>
/// <param name="Curve">The curve.</param>
/// <param name="Reading">What was read off it.</param>
/// <param name="Subject">The arm the claim is about.</param>
/// <param name="Rival">The arm it is compared with.</param>
/// <param name="SubjectMedian">The subject's median reading.</param>
/// <param name="RivalMedian">The rival's.</param>
/// <param name="Comparison">How the readings are compared.</param>
/// <param name="Factor">By which factor.</param>
/// <param name="Test">What decides: t or sign.</param>
/// <param name="Centre">The mean (t) or median (sign) of the paired differences, positive on the claim's side.</param>
/// <param name="Low">Lower end of its interval: 95 %, and 90 % for equivalences.</param>
/// <param name="High">Upper end.</param>
/// <param name="SignLow">Lower end of the sign interval.</param>
/// <param name="SignHigh">Upper end.</param>
/// <param name="NewDigitsLow">Lower end of the interval that speaks of new digits; empty where there is none.</param>
/// <param name="NewDigitsHigh">Upper end.</param>
/// <param name="SeedsAndSamplesLow">Lower end of the interval over seeds and common test samples, of a final test
/// accuracy; empty where there is none. It is the one that decides unless the sign does.</param>
/// <param name="SeedsAndSamplesHigh">Upper end.</param>
/// <param name="ClaimP">The one-sided p of the claim's side.</param>
/// <param name="OppositeP">The one-sided p of the opposite side, not adjusted.</param>
/// <param name="DetectableEffect">The mean difference that would have been told from 0 four times in five, for a
/// primary at the level that decides it in its family.</param>
/// <param name="Seeds">How many seeds.</param>
/// <param name="SubjectDiverged">How many of the subject's runs diverged.</param>
/// <param name="RivalDiverged">How many of the rival's did.</param>
/// <param name="LeftOut">Seeds without a difference, such as those on which neither arm came to a loss.</param>
/// <param name="Verdict">Its verdict among the other parts of its claim.</param>
/// <param name="Regime">The regime, by the arm of Gauss-Newton that the row is about.</param>
[CsvRecord]
public sealed partial record ClaimRow(
    string Experiment, string Standing, string Criterion, string Curve, string Reading, string Subject, string Rival,
    double? SubjectMedian, double? RivalMedian, Comparison Comparison, double Factor, string Test, double Centre,
    double Low, double High, double SignLow, double SignHigh, double? NewDigitsLow, double? NewDigitsHigh,
    double? SeedsAndSamplesLow, double? SeedsAndSamplesHigh, double ClaimP, double OppositeP, double DetectableEffect,
    int Seeds, int SubjectDiverged, int RivalDiverged, int LeftOut, Verdict Verdict, string Regime)
{
    /// <summary>The rows of all claims.</summary>
    /// <param name="claims">The claims.</param>
    public static IEnumerable<ClaimRow> Of(IEnumerable<ClaimResult> claims) =>
        from claim in claims
        from entry in Entries(claim)
        let part = entry.Part
        let c = part.Criterion
        let scope = Scope.OfDigits(part)
        select new ClaimRow(
            claim.Experiment.Id, entry.Standing, c.Statement, c.Curve.Name, c.Reading.Name,
            c.Subject.ToString(), c.Rival.ToString(),
            Median.Of(part.Readings.Select(reading => reading.SubjectValue)),
            Median.Of(part.Readings.Select(reading => reading.RivalValue)),
            c.Comparison, c.Factor, c.Test.Name, part.Interval.Centre, part.Interval.Low, part.Interval.High,
            part.SignInterval.Low, part.SignInterval.High, scope?.Low, scope?.High, part.OverSeedsAndSamples?.Low,
            part.OverSeedsAndSamples?.High, part.Evidence.ClaimP, part.Evidence.OppositeP, part.DetectableEffect,
            part.Readings.Count,
            part.SubjectDiverged, part.RivalDiverged, part.LeftOut, entry.Verdict, RegimeOf(claim, part).Summary);

    private static IEnumerable<(string Standing, CriterionResult Part, Verdict Verdict)> Entries(ClaimResult claim) =>
    [
        .. claim.Criteria.Select(part => claim.Experiment.Standing == Experiments.Design.Standing.Primary
            ? ("primary", part, claim.Verdict)
            : ("part", part, part.Verdict)),
        .. claim.AtBestRates.Select(part => ("part at the rates found", part, part.Verdict)),
        .. claim.Explored.Select(part => ("explored", part, Verdict.None)),
    ];

    // A part at best rates has the regime of its own arm of Gauss-Newton.
    private static MeasuredRegime RegimeOf(ClaimResult claim, CriterionResult part)
    {
        RunResult[] swept =
        [
            .. part.Readings.SelectMany(reading => (RunResult[])[reading.Subject, reading.Rival])
                .Where(run => run.Configuration is { Optimiser: GaussNewtonOptions, Arm.Rate: not null }),
        ];
        return swept.Length == 0
            ? claim.Regime
            : MeasuredRegime.Of(claim.Experiment.Setting with { Arms = [swept[0].Configuration] }, swept);
    }
}
