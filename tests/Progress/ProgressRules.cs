using System.Diagnostics;

namespace ExactGN.Progress;

/// <summary>How often a run tells where it is, and when it is given up.</summary>
/// <param name="Tell">Takes a line.</param>
internal sealed record ProgressRules(Action<string> Tell)
{
    private static readonly bool IsLong =
        Environment.GetEnvironmentVariable("EXACTGN_CASES") is { Length: > 0 } || Environment.GetEnvironmentVariable("EXACTGN_MATRIX") is { Length: > 0 };

    /// <summary>The time between two lines.</summary>
    internal TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long nothing may happen: ten minutes, or two hours where EXACTGN_CASES or EXACTGN_MATRIX asks for more.</summary>
    internal TimeSpan Patience { get; init; } = IsLong ? TimeSpan.FromHours(2) : TimeSpan.FromMinutes(10);

    /// <summary>Ends the run, unless somebody is debugging it: the test host dies, and its last line stands in the error.</summary>
    internal Action<string> GiveUp { get; init; } = line =>
    {
        if (!Debugger.IsAttached)
        {
            Console.Error.WriteLine(line);
            Process.GetCurrentProcess().Kill();
        }
    };
}
