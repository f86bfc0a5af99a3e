using System.CommandLine;
using System.Runtime.CompilerServices;

namespace ExactGN.Cli.Commands.Claims;

/// <summary><c>exactgn claims</c>: every claim of theory/ with what the last test run showed, or all about
/// a few.</summary>
internal static class ClaimsCommand
{
    internal static Command Create()
    {
        var ids = new Argument<string[]>("id")
        {
            Description = "Claims to tell all about, such as GN-1: statement, hypotheses, evidence, "
                + "and how to run the worst case again.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        MistypedOption.Refuse(ids);
        var json = new Option<bool>("--json") { Description = "Print one JSON list instead of lines." };
        var evidence = EvidenceOption();
        var command = new Command("claims", "List the claims with their properties, their planted faults and what the "
            + "last test run showed; or tell all about one.") { ids, json, evidence };
        command.SetAction(parsed => Run(parsed.GetValue(ids) ?? [], parsed.GetValue(evidence), parsed.GetValue(json)));
        return command;
    }

    internal static Option<string?> EvidenceOption()
    {
        var evidence = new Option<string?>("--evidence")
        {
            Description = "The folder that a test run wrote; by default artifacts/evidence of the checkout.",
        };
        NamedPath.Require(evidence, "a folder");
        return evidence;
    }

    // Not inlined, so that asking for help loads nothing of the library.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(string[] ids, string? evidence, bool json)
    {
        foreach (var id in ids)
        {
            if (NearClaims.To(id) is { } near)
            {
                return PlainErrors.Refuse(near);
            }
        }

        var standings = Load(evidence);
        var wanted = standings.Claims
            .Where(standing => ids.Length == 0 || ids.Contains(standing.Claim.Id, StringComparer.OrdinalIgnoreCase))
            .ToArray();
        ClaimEntry[] entries = [
            .. wanted.Select(standing => ClaimEntry.Of(standing, standings.Evidence.Faults.Count > 0))
        ];
        if (json)
        {
            Console.Out.WriteLine(ClaimEntry.ToJson(entries));
            return 0;
        }

        if (ids.Length > 0)
        {
            Console.Out.WriteLine(string.Join("\n\n", wanted.Zip(entries, ClaimText.Of)));
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
            Console.Out.WriteLine(
                "A number such as 0.02/30 is the worst error of a property's cases, in units of what rounding "
                + "explains, and the mark that it must stay below.");
        }

        if (entries.Count(entry => entry.OfOtherCode is true) is > 0 and var other)
        {
            Console.Out.WriteLine(
                $"The evidence of {other} is about other code than this program's; 'dotnet test -c Release' in the "
                + "checkout brings it up to date.");
        }

        Console.Out.WriteLine(
            "'exactgn claims ID', such as GN-1, tells all about a claim and how to run its worst case again.");
        Console.Out.WriteLine(
            $"{entries.Count(entry => entry.Kind == "theorem")} theorems, "
            + $"{entries.Count(entry => entry.Holds is not null)} of them with evidence, "
                + $"{entries.Count(entry => entry.Holds is false)} failing; "
                + $"{entries.Count(entry => entry.Kind == "empirical")} empirical claims.");
        return 0;
    }

    /// <summary>The claims joined with the evidence; what is missing or strange about the evidence is said
    /// on the error stream.</summary>
    internal static ClaimStandings Load(string? evidence)
    {
        var standings = ClaimStandings.Join(
            ClaimLedger.Embedded, ClaimIndex.Embedded, EvidenceFolder.Read(EvidencePath.Of(evidence)));
        if (standings.Evidence.Properties.Count == 0)
        {
            Console.Error.WriteLine(
                $"exactgn: '{standings.Evidence.Path}' holds no evidence; 'dotnet test -c Release' "
                + "in the checkout writes it.");
        }

        if (standings.Strangers is { Count: > 0 } strangers)
        {
            Console.Error.WriteLine(
                $"exactgn: {strangers.Count} pieces of evidence are about properties that this program does not know, "
                + $"such as '{strangers[0].Property}'.");
        }

        return standings;
    }
}
