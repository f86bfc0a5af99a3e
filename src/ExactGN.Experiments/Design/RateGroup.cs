namespace ExactGN.Experiments.Design;

/// <summary>Arms that are compared with each other and whose learning rates are searched together, so that each has had
/// equally many.</summary>
/// <param name="Arms">The arms, each around its own rate.</param>
public sealed record RateGroup(IReadOnlyList<Arm> Arms)
{
    /// <summary>Arms that are not searched and take the rate found for another one.</summary>
    public IReadOnlyDictionary<Arm, Arm> Followers { get; init; } = new Dictionary<Arm, Arm>();

    /// <summary>The epochs of the search's runs, where they are fewer than the arms' own; null for these.</summary>
    public int? Epochs { get; init; }
}
