using System.Diagnostics;

namespace ExactGN.Progress;

/// <summary>How often a run tells where it is, and when it is given up.</summary>
/// <param name="Tell">Takes a line.</param>
internal sealed record ProgressRules(Action<string> Tell)
{
    private static readonly bool IsLong = ((string[])["EXACTGN_CASES", "EXACTGN_MATRIX", "EXACTGN_SOAK"])
        .Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });

    /// <summary>The time between two lines.</summary>
    internal TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long nothing may happen: ten minutes, or two hours where EXACTGN_CASES, EXACTGN_MATRIX or
    /// EXACTGN_SOAK asks for more.</summary>
    internal TimeSpan Patience { get; init; } = IsLong ? TimeSpan.FromHours(2) : TimeSpan.FromMinutes(10);

    /// <summary>Ends the run, unless somebody is debugging it: the test host dies, and its last line
    /// stands in the error.</summary>
    internal Action<string> GiveUp { get; init; } = line =>
    {
        if (!Debugger.IsAttached)
        {
            Console.Error.WriteLine(line);
            Process.GetCurrentProcess().Kill();
        }
    };
}
