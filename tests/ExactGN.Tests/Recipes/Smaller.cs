namespace ExactGN.Tests;

/// <summary>Towards which simpler cases a recipe shrinks.</summary>
public static class Smaller
{
    /// <summary>The steps that can be taken, in their order.</summary>
    /// <param name="steps">Whether a step can be taken, and where it leads.</param>
    public static IEnumerable<T> Of<T>(params (bool Can, T Recipe)[] steps) =>
        steps.Where(step => step.Can).Select(step => step.Recipe);
}
