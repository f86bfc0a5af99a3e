namespace ExactGN.Verification.Laws;

/// <summary>Makes laws of a map that the kit knows nothing about.</summary>
internal static class MapLaw
{
    internal const string Kit = "verification";

    /// <summary>A law over places of the map.</summary>
    /// <param name="id">The claim.</param>
    /// <param name="title">Its title in theory/.</param>
    /// <param name="chapter">Its chapter.</param>
    /// <param name="operations">What it asks.</param>
    /// <param name="restsOn">Laws without which it says nothing new.</param>
    /// <param name="needs">What must be promised.</param>
    /// <param name="ratio">Error over what rounding explains.</param>
    internal static Law Of(
        string id, string title, string chapter, string[] operations, string[] restsOn, Need[] needs, Func<MapCase,
            double> ratio) =>
        new Law<MapRecipe, MapCase>(id, title, chapter, operations, needs, restsOn, (probe, recipe) =>
            new(probe, recipe), ratio);
}
