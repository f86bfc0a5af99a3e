namespace ExactGN.Tests;

/// <summary>Something under test, which evidence and counterexamples call by its name: the library's, or a planted
/// fault's.</summary>
/// <param name="Name">For people.</param>
public abstract record UnderTest(string Name)
{
    public sealed override string ToString() => Name;
}
