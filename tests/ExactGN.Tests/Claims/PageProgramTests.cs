using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace ExactGN.Tests;

/// <summary>The programs that pages show compile, run and print what the pages say.</summary>
[Trait("Needs", "Sources")]
public sealed partial class PageProgramTests
{
    private static readonly string Readme = File.ReadAllText(Repository.PathOf("README.md"));

    [Theory, InlineData("walk-through.md"), InlineData("using-the-library.md")]
    public void A_page_that_is_a_program_prints_what_it_shows(string name)
    {
        var page = TheoryPage.Read(name);

        var program = PageProgram.Of(page.Text);

        AssertEmpty(program.Differences(program.Run()));
        Assert.Empty(page.Strays());
    }

    [Fact]
    public void The_readmes_sample_prints_the_losses_and_defects_that_it_names()
    {
        var output = PageProgram.Of(Readme).Run();

        Assert.All(output, line => Assert.Matches(@"^loss \S+, defect \S+, rank kept 32 of 32$", line));
        var named = LossesPattern().Match(PageText.Joined(Readme));
        Assert.True(named.Success, "README names the losses in a sentence");
        var page = new PageProgram("", [named.Groups["losses"].Value]);
        AssertEmpty(page.Differences([string.Join(", ", output.Select(line => line.Split(' ', ',')[1]))]));
        Assert.All(output, line => Assert.InRange(
            double.Parse(line.Split(", ")[1].Split(' ')[1], CultureInfo.InvariantCulture), 0, 1e-14));
    }

    [Fact]
    public void The_property_that_contributing_shows_holds_and_rejects_the_fault_that_it_shows()
    {
        var blocks = PageSource.Blocks(File.ReadAllText(Repository.PathOf("CONTRIBUTING.md")))["csharp"].ToArray();
        Assert.Equal(2, blocks.Length);
        var guide = PageSource.Compile(
            $$"""
            using ExactGN.LeastSquares;
            using ExactGN.Tests;
            using FsCheck;
            using TorchSharp;
            using static TorchSharp.torch;

            public sealed class Guide
            {
            {{blocks[0]}}
                public static Fault Planted { get; } =
            {{blocks[1].TrimEnd().TrimEnd(',')}};
            }
            """,
            OutputKind.DynamicallyLinkedLibrary).GetType("Guide")!;
        var property = guide.GetMethod("The_update_is_odd_in_the_error")!;
        var planted = (Fault)guide.GetProperty("Planted")!.GetValue(null)!;

        Assert.Null(FaultJudge.Rejection(property, UpdateRule.Reversible(new TruncatedSvd()), cases: 100));
        Assert.NotNull(FaultJudge.Rejection(property, planted.Subject, cases: 100));
    }

    [Fact]
    public void The_classes_that_verify_your_own_shows_keep_their_laws()
    {
        var blocks = PageSource.Blocks(TheoryPage.Read("verify-your-own.md").Text)["csharp"];

        var types = PageSource.Compile(string.Concat(blocks), OutputKind.DynamicallyLinkedLibrary)
            .GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(SubjectLaws)))
            .ToArray();

        Assert.Equal(6, types.Length);
        Assert.All(types, type =>
        {
            using var laws = (SubjectLaws)Activator.CreateInstance(type)!;
            Assert.NotEmpty(laws.Laws);
            Assert.All(
                Judging.Of(laws.Subject, laws.Laws, new() { Cases = 5 }),
                outcome => Assert.True(outcome.Standing == LawStanding.Holds, $"{outcome}"));
        });
    }

    [Theory]
    [InlineData("loss 0.125", "loss 0.125")]
    [InlineData("loss 0.125", "loss 0.126")]
    [InlineData("loss 1.25e-03, rank 9", "loss 1.24e-03, rank 9")]
    [InlineData("defect 3e-16", "defect 2e-15")]
    [InlineData("shape [48, 3]", "shape [48, 3]")]
    public void What_agrees_passes(string shown, string printed) =>
        Assert.Empty(new PageProgram("", [shown]).Differences([printed]));

    [Theory]
    [InlineData("loss 0.125", "loss 0.127")]
    [InlineData("loss 0.125", "lost 0.125")]
    [InlineData("loss 1.25e-03, rank 9", "loss 1.25e-03, rank 10")]
    [InlineData("loss 1.25e-03", "loss 1.25e-04")]
    [InlineData("defect 3e-16", "defect 4e-12")]
    [InlineData("defect 0e0", "defect 3e-16")]
    [InlineData("defect 0.5", "defect NaN")]
    [InlineData("defect 0.5", "defect -0.5")]
    public void What_differs_is_named(string shown, string printed) =>
        Assert.Single(new PageProgram("", [shown]).Differences([printed]));

    [Fact]
    public void A_line_too_few_or_too_many_is_named()
    {
        Assert.Single(new PageProgram("", ["a"]).Differences(["a", "b"]));
        Assert.Single(new PageProgram("", ["a", "b"]).Differences(["a"]));
    }

    [Fact]
    public void A_program_that_does_not_compile_fails() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => PageProgram.Of("```csharp\nvar unused;\n```\n").Run());

    // With the whole text, which Assert.Empty cuts.
    private static void AssertEmpty(IReadOnlyList<string> differences) =>
        Assert.True(differences.Count == 0, string.Join('\n', differences));

    [GeneratedRegex(@"the losses (?<losses>\d\S+(, \d\S+)+)(?=:)")]
    private static partial Regex LossesPattern();
}
