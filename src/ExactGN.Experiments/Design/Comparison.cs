namespace ExactGN.Experiments.Design;

/// <summary>How two readings are compared.</summary>
public enum Comparison
{
    /// <summary>The subject's reading is smaller: ln(rival) − ln(factor · subject) is positive. For losses.</summary>
    SmallerByFactor,

    /// <summary>The subject's reading is larger: ln(subject) − ln(factor · rival) is positive. For losses. A factor
    /// below 1 makes it "not better by more than".</summary>
    LargerByFactor,

    /// <summary>The subject's reading is lower: rival − subject is positive. For accuracies and other
    /// differences.</summary>
    Lower,

    /// <summary>The subject's reading is higher, by a factor: subject − max(rival, factor · rival) is positive. For
    /// cuts in per cent.</summary>
    Higher,

    /// <summary>The subject's reading is at least the factor: subject − factor is positive. There is no
    /// rival.</summary>
    AtLeast,

    /// <summary>The two readings are alike to within the factor: ln(subject/rival) lies within ± ln(factor). For
    /// losses.</summary>
    EquivalentByFactor,

    /// <summary>The two readings are alike: subject − rival lies within ± the factor. For accuracies and
    /// similarities.</summary>
    Equivalent,
}
