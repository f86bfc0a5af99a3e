namespace ExactGN.Tests;

/// <summary>Every constant of the catalogues is the committed one, at every scale.</summary>
public sealed class CatalogueSnapshotTests
{
    [Fact]
    public void Every_constant_of_the_catalogues_is_the_committed_one() => TextSnapshot.Verify("catalogue",
        CatalogueText.Of());
}
