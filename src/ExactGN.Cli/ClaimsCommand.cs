using System.CommandLine;
using System.Runtime.CompilerServices;
using ExactGN.Experiments;

namespace ExactGN.Cli;

/// <summary><c>exactgn claims</c>: every claim of theory/ with what the last test run showed.</summary>
internal static class ClaimsCommand
{
    internal static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON list instead of lines." };
        var evidence = EvidenceOption();
        var command = new Command("claims", "List the claims with their properties, their planted faults and what the last test run showed.") { json, evidence };
        command.SetAction(parsed => Run(parsed.GetValue(evidence), parsed.GetValue(json)));
        return command;
    }

    internal static Option<string?> EvidenceOption()
    {
        var evidence = new Option<string?>("--evidence") { Description = "The folder that a test run wrote; by default artifacts/evidence of the checkout." };
        NamedPath.Require(evidence, "a folder");
        return evidence;
    }

    // Not inlined, so that asking for help loads nothing of the library.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(string? evidence, bool json)
    {
        var standings = Load(evidence);
        ClaimEntry[] entries = [.. standings.Claims.Select(standing => ClaimEntry.Of(standing, standings.Evidence.Faults.Count > 0))];
        if (json)
        {
            Console.Out.WriteLine(ClaimEntry.ToJson(entries));
            return 0;
        }

        foreach (var chapter in entries.GroupBy(entry => entry.Chapter))
        {
            Console.Out.WriteLine($"{chapter.Key}");
            foreach (var entry in chapter)
            {
                Console.Out.WriteLine($"  {entry.Text}");
            }
        }

        if (standings.Evidence.Properties.Count > 0)
        {
            Console.Out.WriteLine("A number such as 0.02/30 is the worst error of a property's cases, in units of what rounding explains, and the mark that it must stay below.");
        }

        Console.Out.WriteLine($"{entries.Count(entry => entry.Kind == "theorem")} theorems, {entries.Count(entry => entry.Holds is not null)} of them with evidence, "
            + $"{entries.Count(entry => entry.Holds is false)} failing; {entries.Count(entry => entry.Kind == "empirical")} empirical claims.");
        return 0;
    }

    /// <summary>The claims joined with the evidence; what is missing or strange about the evidence is said on the error stream.</summary>
    internal static ClaimStandings Load(string? evidence)
    {
        var standings = ClaimStandings.Join(ClaimLedger.Embedded, ClaimIndex.Embedded, EvidenceFolder.Read(EvidencePath.Of(evidence)));
        if (standings.Evidence.Properties.Count == 0)
        {
            Console.Error.WriteLine($"exactgn: '{standings.Evidence.Path}' holds no evidence; 'dotnet test -c Release' in the checkout writes it.");
        }

        if (standings.Strangers is { Count: > 0 } strangers)
        {
            Console.Error.WriteLine($"exactgn: {strangers.Count} pieces of evidence are about properties that this program does not know, such as '{strangers[0].Property}'.");
        }

        return standings;
    }
}
