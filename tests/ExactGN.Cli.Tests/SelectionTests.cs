using ExactGN.TestRunner;

namespace ExactGN.Cli.Tests;

/// <summary>Which tests the suite's own runner runs.</summary>
public sealed class SelectionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Parts_have_each_test_once_between_them_and_differ_by_one_at_most(int count)
    {
        int[] tests = [.. Enumerable.Range(0, 50)];
        int[][] parts =
        [
            .. Enumerable.Range(1, count)
                .Select(number => Selection.Parse(["--part", $"{number}/{count}"]))
                .Select(selection => selection is null ? [] : selection.Part.Of(tests).ToArray()),
        ];

        Assert.Equal(tests, parts.SelectMany(part => part).Order());
        Assert.InRange(parts.Max(part => part.Length) - parts.Min(part => part.Length), 0, 1);
    }

    [Fact]
    public void Without_a_part_it_is_the_whole() => Assert.Equal([5, 6, 7], Selection.Parse([])!.Part.Of([5, 6, 7]));

    [Theory]
    [InlineData("0/2")]
    [InlineData("3/2")]
    [InlineData("-1/2")]
    [InlineData("1")]
    [InlineData("1/")]
    [InlineData("1/2/3")]
    [InlineData("one/two")]
    public void What_is_no_part_is_no_command_line(string text) => Assert.Null(Selection.Parse(["--part", text]));

    [Theory]
    [InlineData("--part")]
    [InlineData("--seconds", "soon")]
    [InlineData("--fast")]
    public void An_option_without_its_value_or_an_unknown_one_is_no_command_line(params string[] arguments) =>
        Assert.Null(Selection.Parse(arguments));
}
