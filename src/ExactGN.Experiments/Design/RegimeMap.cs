namespace ExactGN.Experiments.Design;

/// <summary>A map over batch size and width: what two arms did in each cell.</summary>
/// <param name="Cells">Its cells.</param>
public sealed record RegimeMap(IReadOnlyList<RegimeMap.Cell> Cells)
{
    /// <summary>A cell.</summary>
    /// <param name="BatchSize">n.</param>
    /// <param name="Hidden">h.</param>
    /// <param name="Subject">The arm whose fall is shown, and whose test loss is above the rival's.</param>
    /// <param name="Rival">The rival.</param>
    public sealed record Cell(int BatchSize, int Hidden, Arm Subject, Arm Rival);
}
