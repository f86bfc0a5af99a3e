namespace ExactGN.Experiments.Report;

/// <summary>What an interval speaks of.</summary>
public static class Scope
{
    /// <summary>The 95 % interval that speaks of new digits and not of the 1,797 that were split, by Nadeau and
    /// Bengio's variance; null where the runs are not of drawn splits of the digits, or a difference is not
    /// finite.</summary>
    /// <param name="part">A criterion's result.</param>
    public static ConfidenceInterval? OfDigits(CriterionResult part)
    {
        if (part.Readings.Count < 2 || part.Readings.Any(reading => !double.IsFinite(reading.Difference)))
        {
            return null;
        }

        var run = part.Readings[0].Subject.Configuration;
        return run.Data == DataCatalogue.Digits && run.Split.Rule == SplitRule.Drawn
            ? part.ForNewSamples(Digits.Samples - Digits.TrainSamples - Digits.ValidationSamples, run.TrainSamples)
            : null;
    }
}
