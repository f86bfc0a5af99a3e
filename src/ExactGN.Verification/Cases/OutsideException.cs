namespace ExactGN.Verification.Cases;

/// <summary>A case lies outside the hypotheses of a law, as measured: it does not count.</summary>
/// <param name="reason">Which hypothesis.</param>
internal sealed class OutsideException(string reason) : Exception(reason);
