namespace ExactGN.Verification.Xunit;

/// <summary>The family of laws of a class: each of them becomes a test of its own.</summary>
/// <param name="family">The family.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LawsOfAttribute(LawFamily family) : Attribute
{
    /// <summary>The family.</summary>
    public LawFamily Family { get; } = family;
}
