namespace ExactGN.Tests;

/// <summary>Judges the mutation run that tests/mutation.sh has just made: its score, and that tests/mutation.md judges
/// just the mutants that were left.</summary>
[Trait("Category", "Full")]
public sealed class MutationScoreTests
{
    private const double Wanted = 95;

    [SkippableFact]
    public void Nineteen_mutants_in_twenty_are_killed_and_the_rest_are_those_judged()
    {
        Skip.IfNot(
            Environment.GetEnvironmentVariable("EXACTGN_MUTATION") is { Length: > 0 },
            "A mutation run takes two hours: run tests/mutation.sh.");

        var mutants = MutationReport.Read(
            Repository.PathOf("artifacts", "mutation", "reports", "mutation-report.json"));
        var left = mutants.Where(mutant => mutant.Status != "Killed")
            .Select(mutant => $"* {mutant.Change} {mutant.Status}: ")
            .ToArray();
        var files = mutants.Select(mutant => $"* {mutant.File}:").Distinct().ToArray();
        var judged = File.ReadAllText(Repository.PathOf("tests", "mutation.md")).ReplaceLineEndings("\n")
            .Split("\n## Mutants left\n")[1].Split("\n*").Select(item => PageText.Joined($"*{item}"))
            .Where(item => files.Any(file => item.StartsWith(file, StringComparison.Ordinal)))
            .ToArray();
        var score = 100.0 * (mutants.Count - left.Length) / mutants.Count;

        string[] unjudged = [
            .. left.Where(mutant => !judged.Any(line => line.StartsWith(mutant, StringComparison.Ordinal)))
        ];
        string[] outdated = [
            .. judged.Where(line => !left.Any(mutant => line.StartsWith(mutant, StringComparison.Ordinal)))
        ];
        var account = $"{mutants.Count - left.Length} of {mutants.Count} mutants were killed, {score:f1} %.";

        Assert.True(unjudged.Length == 0, $"{account} Not judged:\n{string.Join('\n', unjudged)}");
        Assert.True(outdated.Length == 0, $"{account} Judged but not left:\n{string.Join('\n', outdated)}");
        Assert.True(score >= Wanted, account);
    }
}
