namespace ExactGN.Experiments.Claims;

/// <summary>What the last run of a property showed, as the suite writes it to
/// artifacts/evidence/property-NAME.json.</summary>
/// <param name="Claim">The claim it checks.</param>
/// <param name="Property">Its name.</param>
/// <param name="Holds">Whether every case passed.</param>
/// <param name="Cases">How many cases counted.</param>
/// <param name="WorstRatio">The largest ratio of error to what rounding explains; infinite or not a number where a case
/// says so.</param>
/// <param name="Threshold">What it had to stay below.</param>
/// <param name="WorstRecipe">What the worst case was built from.</param>
/// <param name="WorstReplay">(seed,gamma,size) of the worst case alone; null in evidence that does not record
/// it.</param>
/// <param name="Replay">(seed,gamma) of the whole run; null when the seed was random.</param>
/// <param name="Dtype">The worst case's dtype, where its recipe names one.</param>
/// <param name="Device">Where the tensors were.</param>
/// <param name="Seconds">The time it took.</param>
/// <param name="TorchSharp">TorchSharp's version.</param>
/// <param name="Dotnet">.NET's version.</param>
/// <param name="Code">The code that it is about, as <see cref="CodeVersion"/> names it; null in evidence
/// of before that was recorded.</param>
public sealed record PropertyEvidence(
    string Claim,
    string Property,
    bool Holds,
    int Cases,
    double WorstRatio,
    double Threshold,
    string WorstRecipe,
    string? WorstReplay,
    string? Replay,
    string? Dtype,
    string Device,
    double Seconds,
    string? TorchSharp,
    string? Dotnet,
    string? Code = null)
{
    /// <summary>Worst ratio over threshold: below 1 where the property holds.</summary>
    public double Used => WorstRatio / Threshold;

    /// <summary>The command that runs the worst case again; the whole run where the case was not recorded.</summary>
    public string Again => Command(WorstReplay ?? Replay, Claim, Property);

    /// <summary>Whether it is about this code: that of the library and of the experiments,
    /// by <see cref="CodeVersion"/>. Evidence that does not say is not.</summary>
    public bool IsOfThisCode => Code == CodeVersion.Current;

    /// <summary>The command that runs a property again.</summary>
    /// <param name="replay">(seed,gamma,size) of a case, or (seed,gamma) of a run; null for the property's own
    /// run.</param>
    /// <param name="claim">The claim's id.</param>
    /// <param name="property">The property's name.</param>
    public static string Command(string? replay, string claim, string property) =>
        $"{(replay is null ? "" : $"EXACTGN_REPLAY=\"{replay}\" ")}dotnet test -c Release tests/ExactGN.Tests --filter "
        + $"\"Claim={claim}&FullyQualifiedName~{property}\"";
}
