namespace ExactGN.Tests;

/// <summary>theory/, properties and faults must name the same claims, each way.</summary>
public sealed class LedgerTests
{
    [Fact]
    public void Every_theorem_of_theory_has_a_property_or_a_law_and_each_of_these_a_claim()
    {
        var theory =
            Ledger.Claims.Where(claim => claim.IsTheorem).Select(claim => claim.Id).Order(StringComparer.Ordinal);
        var tests = Ledger.Properties
            .Select(pair => pair.Claim)
            .Concat(Ledger.Laws.Select(pair => pair.Law.Id))
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(theory, tests);
    }

    [Fact]
    public void No_claim_is_stated_twice() =>
        Assert.Empty(
            Ledger.Claims.GroupBy(claim => claim.Id).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Every_claim_states_all_its_fields() => Assert.Empty(
        from claim in Ledger.Claims
        from field in Claim.Required
        where claim.Fields.GetValueOrDefault(field) is null or ""
        select $"{claim.Id} lacks {field}");

    [Fact]
    public void Every_claim_is_a_theorem_or_empirical() =>
        Assert.Empty(Ledger.Claims
            .Where(claim => claim.Kind is not ("theorem" or "empirical"))
            .Select(claim => $"{claim.Id} is '{claim.Kind}'"));

    // The first look's are chosen after a trial and decide nothing; theory/experiments.md has them in a paragraph.
    [Fact]
    public void Every_empirical_claim_is_judged_by_an_experiment_and_each_of_these_is_stated()
    {
        var stated = Ledger.Claims.Where(claim => !claim.IsTheorem).Select(claim => claim.Id).ToArray();
        var judged = ExperimentCatalogue.Everything(Regimes.Of(Scale.Smoke))
            .Where(experiment => experiment.Standing != Standing.Exploration)
            .Select(experiment => experiment.Id)
            .Except(FirstLook.Ids)
            .ToArray();
        // With the whole text, which Assert.Empty cuts.
        string[] strays =
        [
            .. stated.Except(judged).Select(id => $"no experiment of the catalogue judges {id}"),
            .. judged.Except(stated).Select(id => $"{id} is in the catalogue and is no claim of theory/: "
                + "CONTRIBUTING, 'Add an experiment', has the fields that it wants"),
        ];
        Assert.True(strays.Length == 0, string.Join('\n', strays));
    }

    [Fact]
    public void Every_heading_that_looks_like_a_claim_is_read() => Assert.Equal(
        Directory.GetFiles(Repository.PathOf("theory"), "*.md")
            .Sum(path => File.ReadLines(path).Count(line => line.StartsWith("### ", StringComparison.Ordinal))),
        Ledger.Claims.Count);

    [Fact]
    public void Property_names_are_unique_because_evidence_is_filed_under_them() =>
        Assert.Empty(Ledger.Properties
            .GroupBy(pair => pair.Method.Name)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key));

    [Fact]
    public void Every_theorem_names_a_planted_fault_and_every_fault_a_theorem()
    {
        var theorems = Ledger.Claims.Where(claim => claim.IsTheorem).Select(claim => claim.Id).ToHashSet();
        var rejected = FaultCatalogue.All.SelectMany(fault => fault.Claims).ToHashSet();
        Assert.Empty(theorems.Except(rejected).Select(id => $"{id} has no planted fault"));
        Assert.Empty(rejected.Except(theorems).Select(id => $"{id} is named by a fault but is no theorem"));
        Assert.Empty(FaultCatalogue.All
            .Where(fault => fault.Claims.Count == 0)
            .Select(fault => $"'{fault.Name}' names no claim"));
    }

    [Fact]
    public void Where_a_law_has_a_property_beside_it_theory_says_what_that_sees_beyond()
    {
        var page = TheoryPage.Read("verification.md").Text;
        var begin = page.IndexOf("**Where the suite asks for more.**", StringComparison.Ordinal);
        var end = page.IndexOf("A test compares this table", begin, StringComparison.Ordinal);

        Assert.Equal(
            Ledger.Laws.Select(pair => pair.Law.Id).Intersect(Ledger.Properties.Select(pair => pair.Claim))
                .Order(StringComparer.Ordinal),
            TheoryPage.Claims(page[begin..end]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_faults_that_theory_lists_are_the_ones_planted() => Assert.Empty(
        from fault in FaultCatalogue.All
        from id in fault.Claims
        let claim = Ledger.Claims.FirstOrDefault(claim => claim.Id == id)
        where claim is null || !Listed(claim).Contains(fault.Name)
        select $"{id} does not list '{fault.Name}'");

    [Fact]
    public void The_faults_that_theory_lists_are_planted() => Assert.Empty(
        from claim in Ledger.Claims
        from name in Listed(claim)
        where !FaultCatalogue.All.Any(fault => fault.Name == name && fault.Claims.Contains(claim.Id))
        select $"{claim.Id} lists '{name}'");

    private static string[] Listed(Claim claim) =>
        [.. claim.Rejects.Split(" · ", StringSplitOptions.TrimEntries).Where(name => name is not ("—" or ""))];
}
