namespace ExactGN;

/// <summary>The equation that a type or member realises: <c>theory/equations.md</c> leads from it
/// to the code by these.</summary>
/// <param name="equation">The equation, as that page has it.</param>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Enum
    | AttributeTargets.Method | AttributeTargets.Property,
    AllowMultiple = true,
    Inherited = false)]
internal sealed class EquationAttribute(string equation) : Attribute
{
    /// <summary>The equation.</summary>
    public string Equation => equation;
}
