using FsCheck;

namespace ExactGN.Verification.Recipes;

/// <summary>A small record from which one case is built; FsCheck makes and shrinks it.</summary>
/// <typeparam name="TSelf">The record.</typeparam>
internal interface IRecipe<TSelf>
    where TSelf : IRecipe<TSelf>
{
    /// <summary>Its kind in counterexample files and seeds.</summary>
    static abstract string Kind { get; }

    /// <summary>Recipes of shapes that the subject can take.</summary>
    static abstract Gen<TSelf> Generator(Description description);

    /// <summary>Simpler ones, the simplest first.</summary>
    IEnumerable<TSelf> Simpler(Description description);
}
