namespace ExactGN.Tests;

/// <summary>theory/claims.json tells the program what only the tests know, so the tests keep it true.</summary>
public sealed class ClaimIndexTests
{
    private static string Path => Repository.PathOf("theory", ClaimIndex.FileName);

    [Fact]
    public void The_index_of_claims_names_the_properties_and_faults_of_this_suite()
    {
        var (right, committed) =
            (Ledger.Index.Format(), File.Exists(Path) ? File.ReadAllText(Path).ReplaceLineEndings("\n") : "");
        if (right != committed
            && Environment.GetEnvironmentVariable("EXACTGN_ACCEPT") is { Length: > 0 }
            && Environment.GetEnvironmentVariable("CI") is null or "")
        {
            File.WriteAllText(Path, right);
            return;
        }

        Assert.True(
            right == committed,
            $"theory/{ClaimIndex.FileName} is stale{FirstDifference(right, committed)}. "
            + "Rewrite it with EXACTGN_ACCEPT=1 dotnet test -c Release --filter ClaimIndex, and commit it.");
    }

    [Fact]
    public void What_the_program_carries_is_what_the_checkout_says()
    {
        var theory = ClaimLedger.Read(Repository.PathOf("theory"));

        Assert.Equal(
            theory.Chapters.Select(chapter => chapter.Name),
            ClaimLedger.Embedded.Chapters.Select(chapter => chapter.Name));
        Assert.Equal(
            theory.Claims.Select(claim => (claim.Id, claim.Title, claim.Statement)),
            ClaimLedger.Embedded.Claims.Select(claim => (claim.Id, claim.Title, claim.Statement)));
    }

    [Fact]
    [Trait("Needs", "Sources")]
    public void README_counts_the_theorems_claims_and_faults_of_the_index()
    {
        var (ofThePaper, preregistered) = (Of("EXP-").Length, Of("BEY-").Length);
        var theorems = Of("").Except([.. Of("EXP-"), .. Of("BEY-")]).ToArray();
        string[] faults = [.. theorems.SelectMany(id => ClaimIndex.Embedded.Of(id).Faults)];

        Assert.Says(
            $"{theorems.Length} theorems in twelve chapters, from the coupling formula to the lazy regime, "
            + $"and {ofThePaper + preregistered} empirical claims, {ofThePaper} of the paper and {preregistered} "
            + "preregistered, which `reproduce` judges. Each theorem has a property, "
            + $"and {faults.Distinct().Count()} planted faults are rejected in {faults.Length} places;",
            PageText.Joined(File.ReadAllText(Repository.PathOf("README.md"))));

        static string[] Of(string kind) =>
        [
            .. ClaimIndex.Embedded.Entries.Select(entry => entry.Id)
                .Where(id => id.StartsWith(kind, StringComparison.Ordinal)),
        ];
    }

    private static string FirstDifference(string right, string committed)
    {
        var (expected, found) = (right.Split('\n'), committed.Split('\n'));
        var line = expected.Zip(found).TakeWhile(pair => pair.First == pair.Second).Count();
        return $": line {line + 1} must be '{expected.ElementAtOrDefault(line)?.Trim()}', "
            + $"got '{found.ElementAtOrDefault(line)?.Trim()}'";
    }
}
