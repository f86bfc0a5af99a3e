namespace ExactGN.Tests;

/// <summary>The recipe of a one-hot sample whose rivals share one logit, by the margin below the target's.</summary>
public sealed record SymmetricRivals(int Classes, double Margin, double Alpha);

public static partial class Arbitraries
{
    public static Arbitrary<SymmetricRivals> SymmetricRivalRecipes() => Arb.From(
        from classes in Gen.Choose(2, 6)
        from tenths in Gen.Choose(0, 40)
        from alpha in Gen.Elements(0.2, 0.5, 1.0, 2.0)
        select new SymmetricRivals(classes, 0.1 * tenths, alpha),
        recipe => recipe.Classes > 2 ? [recipe with { Classes = recipe.Classes - 1 }] : []);
}
