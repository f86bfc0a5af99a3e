namespace ExactGN.Tests;

public sealed class ChapterTests
{
    private const string Text = """
        # Squares

        Notation: A is a matrix.

        ## Claims

        ### SQ-1 Squares are not negative
        **Kind.** theorem
        **Statement.** a² ≥ 0,
        for every a.
        **Hypotheses.** a is real.
        **Why.** A product of equal signs.
        **Source.** Textbook.
        **Judged by.** −a² < 30.
        **Rejects.** reversed sign · square root

        ### SQ-2 Squares are seen
        **Kind.** empirical
        **Statement.** They are.

        ## Later
        Remarks.
        """;

    private static readonly Chapter Squares = Chapter.Parse("squares", Text);

    [Fact]
    public void A_chapter_has_a_title_notation_and_claims()
    {
        Assert.Equal(
            ("squares", "Squares", "Notation: A is a matrix."), (Squares.Name, Squares.Title, Squares.Preamble));
        Assert.Equal(["SQ-1", "SQ-2"], Squares.Claims.Select(claim => claim.Id));
        Assert.All(Squares.Claims, claim => Assert.Equal("squares", claim.Chapter));
    }

    [Fact]
    public void A_field_is_one_text_that_ends_where_the_next_begins()
    {
        var claim = Squares.Claims[0];

        Assert.True(claim.IsTheorem);
        Assert.Equal("a² ≥ 0, for every a.", claim.Statement);
        Assert.Equal(
            ("a is real.", "A product of equal signs.", "Textbook."), (claim.Hypotheses, claim.Why, claim.Source));
        Assert.Equal(("−a² < 30.", "reversed sign · square root"), (claim.JudgedBy, claim.Rejects));
    }

    [Fact]
    public void A_claim_ends_at_the_next_heading_and_may_lack_fields()
    {
        Assert.Equal("They are.", Squares.Claims[1].Statement);
        Assert.Equal("", Squares.Claims[1].Why);
        Assert.False(Squares.Claims[1].IsTheorem);
    }

    [Fact]
    public void Line_ends_of_another_system_change_nothing() =>
        Assert.Equal(
            Squares.Claims[0].Statement, Chapter.Parse("squares", Text.ReplaceLineEndings("\r\n")).Claims[0].Statement);
}
