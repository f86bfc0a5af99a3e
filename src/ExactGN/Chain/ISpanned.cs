namespace ExactGN.Chain;

/// <summary>A coupling whose features may span fewer dimensions than it has columns, and that knows a basis.</summary>
internal interface ISpanned
{
    /// <summary>The fewer features; null where there are no fewer.</summary>
    ISpan? Span { get; }
}
