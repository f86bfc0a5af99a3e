namespace ExactGN.Cli.Commands.Verify;

/// <summary>What <c>exactgn verify</c> was asked for.</summary>
/// <param name="Command">The program to start and its arguments; none for this library.</param>
/// <param name="Device">Where this library computes.</param>
/// <param name="Claims">Patterns of law ids.</param>
/// <param name="Cases">Cases per law.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Timeout">Seconds for the answer to one request.</param>
/// <param name="Memory">The MiB that the program may hold.</param>
/// <param name="Json">Whether to print JSON.</param>
/// <param name="JUnit">A file for JUnit's XML.</param>
/// <param name="Page">A file for the offline page.</param>
/// <param name="Output">The folder of counterexamples.</param>
/// <param name="Known">A file of known deviations.</param>
/// <param name="Replay">A counterexample to judge again, alone.</param>
internal sealed record VerifyRequest(
    IReadOnlyList<string> Command,
    string Device,
    IReadOnlyList<string> Claims,
    int Cases,
    int Seed,
    double Timeout,
    int Memory,
    bool Json,
    string? JUnit,
    string? Page,
    string Output,
    string? Known,
    string? Replay)
{
    /// <summary>The device where none is named.</summary>
    internal const string UsualDevice = "cpu";

    /// <summary>Seconds for an answer where none are named.</summary>
    internal const double UsualTimeout = 20;

    /// <summary>MiB where none are named.</summary>
    internal const int UsualMemory = 4096;
}
