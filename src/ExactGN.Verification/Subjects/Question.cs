namespace ExactGN.Verification.Subjects;

/// <summary>One request: an operation of theory/protocol.md and its arguments.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record Question(string Operation, Values Arguments);
