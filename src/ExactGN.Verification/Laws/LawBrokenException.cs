namespace ExactGN.Verification.Laws;

/// <summary>A subject does not keep a law. The message begins with the law's id and title and ends with how to see the
/// case again.</summary>
/// <param name="message">The message.</param>
public sealed class LawBrokenException(string message) : Exception(message);
