namespace ExactGN.Experiments.Catalogue.Beyond;

/// <summary>The eight preregistered questions, as data: theory/preregistration.md. Their designs are the same at every
/// scale.</summary>
public static class BeyondCatalogue
{
    /// <summary>The numbers of the family whose primary readings are judged together, whether they are run or
    /// not.</summary>
    public static IReadOnlyList<string> Family { get; } = ["BEY-1", "BEY-2", "BEY-3", "BEY-4", "BEY-5", "BEY-6",
        "BEY-7", "BEY-8"];

    /// <summary>All experiments. One that belongs to a question without being its primary has the question's number and
    /// a name, such as "BEY-2-h256".</summary>
    /// <param name="epochs">Fewer epochs than the design's, to try; its own when null.</param>
    public static IReadOnlyList<Experiment> All(int? epochs = null) =>
    [
        .. PublishedStep.All(epochs), .. RightInverses.All(epochs), .. WidthMap.All(epochs),
        .. NullSpacePart.All(epochs), .. NoiseFloor.All(epochs), .. OnMnist.All(epochs),
        .. Laziness.All(epochs), .. OtherArchitectures.All(epochs),
    ];
}
