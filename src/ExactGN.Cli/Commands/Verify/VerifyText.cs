using System.Globalization;

namespace ExactGN.Cli.Commands.Verify;

/// <summary>The lines for a terminal.</summary>
internal static class VerifyText
{
    private const string Indent = "            ";

    internal static void Begin(VerifyRequest request, Description description)
    {
        var promised = LawBook.Named(request.Claims).Count(law => law.Missing(description) is null);
        Console.Out.WriteLine(
            $"{description.Name}: {description.Operations.Count} operations, {Laws(promised)}, "
                + $"{request.Cases} cases each, seed {request.Seed}");
    }

    internal static void Tell(VerifiedLaw law)
    {
        var outcome = law.Outcome;
        if (outcome.Standing == LawStanding.NotOffered)
        {
            return;
        }

        var note = outcome.Standing == LawStanding.Known ? $" (known: {law.Known})"
            : law.IsMended ? " (mended: the file of known deviations still lists it)"
            : "";
        if (law.IsGreen)
        {
            Console.Out.WriteLine($"{outcome}{note}");
            return;
        }

        Console.Out.WriteLine($"{outcome.Word,-11} {outcome.Law.Id,-8} {outcome.Law.Title}{note}");
        Console.Out.WriteLine($"{Indent}{outcome.Reason} (theory/{outcome.Law.Chapter}.md)");
        if (outcome is { Counterexample: { } found, Standing: not LawStanding.Shadowed })
        {
            Console.Out.WriteLine($"{Indent}case {found.RecipeText}; {found.Questions.Count} requests in {law.File}");
        }

        Console.Out.WriteLine($"{Indent}{law.Replay}");
    }

    internal static void End(VerifyReport report)
    {
        var notOffered = report.Laws.Where(law => law.Outcome.Standing == LawStanding.NotOffered);
        foreach (var group in notOffered.GroupBy(law => law.Outcome.Reason).OrderByDescending(group => group.Count()))
        {
            var laws = group.Select(law => law.Outcome.Law.Id).ToArray();
            var (some, rest) = (string.Join(", ", laws.Take(4)), laws.Length > 4 ? ", …" : "");
            Console.Out.WriteLine($"not offered {Laws(laws.Length)}: {group.Key} ({some}{rest})");
        }

        var counts = new[] { LawStanding.Holds, LawStanding.Rejected, LawStanding.Shadowed, LawStanding.Known,
            LawStanding.Refused, LawStanding.Exhausted, LawStanding.NotOffered }
            .Select(standing => (Count: report.Count(standing), Word: standing == LawStanding.NotOffered ? "not offered"
                : standing.ToString().ToLowerInvariant()))
            .Where(entry => entry.Count > 0)
            .Select(entry => $"{entry.Count} {entry.Word}");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Laws(report.Laws.Count)}: {string.Join(", ", counts)}; {report.Time.TotalSeconds:0.0} s"));
    }

    private static string Laws(int count) => count == 1 ? "1 law" : $"{count} laws";
}
