using System.Globalization;
using System.Text;

namespace ExactGN.Cli.Commands.Claims;

/// <summary>All about one claim: what it says, what the last test run showed, and how to run its worst case
/// again.</summary>
internal static class ClaimText
{
    internal static string Of(ClaimStanding standing, ClaimEntry entry)
    {
        var claim = standing.Claim;
        var text = new StringBuilder().AppendLine(entry.Text);
        foreach (var (field, words) in ((string, string)[])
        [
            ("Statement", claim.Statement), ("Hypotheses", claim.Hypotheses), ("Why", claim.Why),
            ("Source", claim.Source),
            ("Judged by", claim.JudgedBy),
        ])
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {field}: {words}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  Chapter: theory/{claim.Chapter}.md");
        if (!claim.IsTheorem)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"  A predicate over training runs; judge it: exactgn reproduce {claim.Id}");
        }

        foreach (var evidence in standing.Evidence)
        {
            Add(text, evidence);
        }

        foreach (var property in standing.NotRun)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {property}: not run");
            text.AppendLine(
                CultureInfo.InvariantCulture, $"    run it: {PropertyEvidence.Command(null, claim.Id, property)}");
        }

        if (standing.Faults.Count > 0)
        {
            var rejected = standing.Rejections.Select(rejection => rejection.Fault).ToHashSet();
            text.AppendLine("  Planted faults:");
            foreach (var fault in standing.Faults)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"    {fault}: {(rejected.Contains(fault) ? "rejected" : entry.FaultsKilled is null ? "not judged" : "not rejected in this evidence")}");
            }
        }

        return text.ToString().TrimEnd();
    }

    private static void Add(StringBuilder text, PropertyEvidence evidence)
    {
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"  {evidence.Property}: {(evidence.Holds ? "holds" : "FAILS")}, worst {evidence.WorstRatio:g3} "
            + $"of {evidence.Threshold:g3} in {evidence.Cases} cases, {evidence.Dtype ?? "dtype unknown"} on "
            + $"{evidence.Device}, {evidence.Seconds:0.0} s");
        if (!evidence.IsOfThisCode)
        {
            text.AppendLine("    about other code than this program's: 'dotnet test -c Release' brings it up to date");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"    worst case: {evidence.WorstRecipe}");
        text.AppendLine(CultureInfo.InvariantCulture, $"    run it again: {evidence.Again}");
    }
}
