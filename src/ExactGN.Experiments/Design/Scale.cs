namespace ExactGN.Experiments.Design;

/// <summary>How large the experiments are run.</summary>
public enum Scale
{
    /// <summary>The embedded digits: seconds per run.</summary>
    Smoke,

    /// <summary>Real images at sizes that two cores train in minutes.</summary>
    Laptop,

    /// <summary>The published sizes and rates.</summary>
    Paper,
}
