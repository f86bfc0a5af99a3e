using Spectre.Console;

namespace ExactGN.Cli.Commands.Reproduce;

/// <summary>The claims and their verdicts, as the program prints them.</summary>
internal static class VerdictTable
{
    internal static Table Of(IEnumerable<ClaimResult> claims)
    {
        var table = new Table().RoundedBorder().Title("Claims").AddColumns("Claim", "Part", "Finding", "Verdict");
        foreach (var claim in claims)
        {
            table.AddRow(
                new Markup($"[bold]{claim.Experiment.Id}[/]"),
                new Text(claim.Experiment.Claim),
                new Text(claim.Regime.Summary),
                Word(claim));
            AddParts(claim.Criteria);
            if (claim.VerdictAtBestRates is { } best)
            {
                table.AddRow(
                    Text.Empty,
                    new Text("The same with each optimiser at its best rate"),
                    Text.Empty,
                    Word(best, bold: true));
                AddParts(claim.AtBestRates);
            }

            table.AddEmptyRow();
        }

        return table;

        void AddParts(IEnumerable<CriterionResult> parts)
        {
            foreach (var part in parts)
            {
                table.AddRow(
                    Text.Empty,
                    new Text($"{part.Criterion.Statement}, {part.Criterion.Reading.Name}"),
                    new Text(EffectWords.Of(part)),
                    Word(part.Verdict, bold: false));
            }
        }
    }

    private static Markup Word(ClaimResult claim) =>
        claim.Experiment.Standing == Standing.Claim || claim.Verdict != Verdict.None
            ? Word(claim.Verdict, bold: true)
            : new($"[bold grey]{VerdictWords.Of(claim)}[/]");

    private static Markup Word(Verdict verdict, bool bold)
    {
        var colour = verdict switch
        {
            Verdict.Holds => "green",
            Verdict.Fails => "red",
            Verdict.Undecided => "yellow",
            _ => "grey",
        };
        return new($"[{(bold ? "bold " : "")}{colour}]{VerdictWords.Of(verdict)}[/]");
    }
}
