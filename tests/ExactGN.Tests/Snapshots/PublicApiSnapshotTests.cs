using PublicApiGenerator;

namespace ExactGN.Tests;

/// <summary>The library's public API is the committed one: a line that goes or changes breaks somebody's program,
/// and takes a new major version (before 1.0 a new minor one).</summary>
[Trait("Needs", "Sources")]
public sealed class PublicApiSnapshotTests
{
    [Theory]
    [InlineData("public-api", typeof(RevMlp))]
    [InlineData("public-api-native", typeof(LibTorchLoader))]
    [InlineData("public-api-verification", typeof(Law))]
    [InlineData("public-api-verification-xunit", typeof(SubjectLaws))]
    public void The_public_api_is_the_committed_one(string snapshot, Type inside) =>
        TextSnapshot.Verify(
            snapshot,
            inside.Assembly.GeneratePublicApi(new()
            {
                IncludeAssemblyAttributes = false,
                ExcludeAttributes = [typeof(System.Diagnostics.CodeAnalysis.SuppressMessageAttribute).FullName!],
            }));

    [Theory]
    [InlineData("a\nb\n", "a\nc\n", "line 2 is 'c', verified is 'b'")]
    [InlineData("a\n", "a\nb\n", "line 2 is 'b', verified is ''")]
    [InlineData("a\nb\n", "a\n", "line 2 is '', verified is 'b'")]
    [InlineData("", "a\n", "line 1 is 'a', verified is ''")]
    [InlineData("a", "a\nb", "line 2 is 'b', verified is no more")]
    public void The_first_line_that_differs_is_named(string verified, string received, string difference) =>
        Assert.Equal(difference, TextSnapshot.Difference(verified, received));

    [Fact]
    public void Equal_texts_do_not_differ() => Assert.Null(TextSnapshot.Difference("a\nb\n", "a\nb\n"));
}
