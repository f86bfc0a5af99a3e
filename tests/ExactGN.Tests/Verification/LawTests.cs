namespace ExactGN.Tests;

/// <summary>The kit's laws are claims of theory/, in an order in which each rests on earlier ones, and enough of them
/// judge what people have.</summary>
public sealed class LawTests
{
    private static readonly string[] Products = [Operations.ParameterJvp, Operations.ParameterVjp, Operations.Kernel];

    [Fact]
    public void Every_law_has_the_title_and_the_chapter_of_its_claim() => Assert.Equal(
        LawBook.All.Select(law => (law.Id, law.Title, law.Chapter)),
        LawBook.All.Select(law => Ledger.Claims.Single(claim => claim.Id == law.Id)).Select(claim =>
            (claim.Id, claim.Title, claim.Chapter)));

    [Fact]
    public void Every_claim_of_the_kit_is_a_law() => Assert.Equal(
        Ledger.Claims.Where(claim => claim.Chapter == "verification")
            .Select(claim => claim.Id)
            .Order(StringComparer.Ordinal),
        LawBook.All.Where(law => law.Chapter == "verification").Select(law => law.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void No_law_fails_by_chance_as_theory_says() =>
        Assert.DoesNotContain(LawLevel.Statistical, LawBook.All.Select(law => law.Level));

    [Fact]
    public void No_law_is_there_twice_and_each_rests_on_earlier_ones()
    {
        HashSet<string> before = [];
        foreach (var law in LawBook.All)
        {
            Assert.All(law.RestsOn, id => Assert.Contains(id, before));
            Assert.True(before.Add(law.Id), law.Id);
        }
    }

    [Fact]
    public void Forty_laws_or_more_judge_an_unseen_network_that_promises_a_least_norm_step() => Assert.InRange(
        LawBook.For(Unseen([Operations.Forward, .. Products, Operations.Step]) with
        {
            GaussNewton = new(
            ["least-norm"])
        }).Count(), 40, int.MaxValue);

    [Fact]
    public void Twenty_laws_or_more_judge_products_and_kernel_alone() =>
        Assert.InRange(LawBook.For(Unseen(Products)).Count(), 20, int.MaxValue);

    [Fact]
    public void A_subject_without_operations_is_held_to_nothing() => Assert.Empty(LawBook.For(Unseen([])));

    [Fact]
    public void A_pattern_that_names_no_law_is_refused() =>
        Assert.Throws<ArgumentException>(() => LawBook.Named(["GN-1", "XY-*"]));

    private static Description Unseen(IReadOnlyList<string> operations) =>
        new() { Name = "unseen", Operations = operations, Map = new(3, 2, 40) };
}
