namespace ExactGN.Cli.Commands.Claims;

/// <summary>Where the suite leaves what it found, seen from the current folder.</summary>
internal static class EvidencePath
{
    /// <summary>The folder given, else EXACTGN_EVIDENCE, else artifacts/evidence of the checkout.</summary>
    /// <exception cref="DirectoryNotFoundException">What was given is no folder. The others may be missing, as they
    /// are before any test run.</exception>
    internal static string Of(string? given) =>
        given is not null
            ? Directory.Exists(given)
                ? given
                : throw new DirectoryNotFoundException(
                    $"--evidence takes a folder that a test run wrote, and '{given}' is none.")
            : Environment.GetEnvironmentVariable("EXACTGN_EVIDENCE") is { Length: > 0 } folder
                ? ExactGN.Experiments.Files.HomePath.Expanded(folder)
                : Path.Combine(Artifacts(), "evidence");

    /// <summary>artifacts/ of the checkout around the current folder; where there is none,
    /// of the current folder.</summary>
    internal static string Artifacts()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ExactGN.Verification.sln")))
            {
                return Path.Combine(folder.FullName, "artifacts");
            }
        }

        return Path.Combine(Environment.CurrentDirectory, "artifacts");
    }
}
