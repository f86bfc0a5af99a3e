namespace ExactGN.Tests;

/// <summary>A stand-in that laws of the kit can judge, beside properties that take it as it is.</summary>
public interface IHeldToLaws
{
    /// <summary>It as a subject; it holds nothing that must be disposed of.</summary>
    Subject Subject { get; }
}
