namespace ExactGN.Experiments.Claims;

/// <summary>A planted fault that a property rejected, as the suite writes it to artifacts/evidence/faults.json
/// and faults-elsewhere.json.</summary>
/// <param name="Fault">The fault's name.</param>
/// <param name="Claim">The claim whose property rejected it.</param>
/// <param name="By">The property that rejected it, and in which case.</param>
/// <param name="Code">The code that it is about, as <see cref="CodeVersion"/> names it; null in evidence
/// of before that was recorded.</param>
public sealed record FaultEvidence(string Fault, string Claim, string By, string? Code = null)
{
    /// <summary>Whether it is about this code. Evidence that does not say is not.</summary>
    public bool IsOfThisCode => Code == CodeVersion.Current;
}
