using ExactGN.Experiments;
using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Tests;

/// <summary>The verdict of a claim from its parts' verdicts, under test.</summary>
public sealed record ClaimLogic(string Name, Func<IReadOnlyList<Experiments.Verdict>, Experiments.Verdict> Of)
{
    public override string ToString() => Name;
}

/// <summary>The judging of a whole claim under test.</summary>
public sealed record ClaimJudge(string Name, Func<Experiment, IReadOnlyCollection<RunResult>, Experiments.Verdict> Of)
{
    public static ClaimJudge Library { get; } = new("library", (experiment, runs) => experiment.Judge(runs).Verdict);

    /// <summary>The library's judging of other parts.</summary>
    public static ClaimJudge With(string name, Func<Criterion, int, Criterion> change) => new(name, (experiment, runs) =>
        Library.Of(experiment with { Criteria = [.. experiment.Criteria.Select(change)] }, runs));

    public override string ToString() => Name;
}

/// <summary>The verdicts of a claim's parts.</summary>
public sealed record ClaimParts(IReadOnlyList<Experiments.Verdict> Verdicts)
{
    /// <summary>Fails before undecided before holds.</summary>
    public static Experiments.Verdict Weakest(IEnumerable<Experiments.Verdict> verdicts) =>
        verdicts.MinBy(verdict => Array.IndexOf([Experiments.Verdict.Fails, Experiments.Verdict.Undecided, Experiments.Verdict.Holds], verdict));

    public override string ToString() => string.Join(", ", Verdicts);
}

public static partial class Arbitraries
{
    public static Arbitrary<ClaimLogic> ClaimLogics() => Arb.From(Gen.Constant(new ClaimLogic("library", Verdicts.Conjunction)));

    public static Arbitrary<ClaimJudge> ClaimJudges() => Arb.From(Gen.Constant(ClaimJudge.Library));

    public static Arbitrary<ClaimParts> ClaimPartRecipes() => Arb.From(
        from count in Gen.Choose(1, 6)
        from verdicts in Gen.ListOf(Gen.Frequency((3, Gen.Constant(Experiments.Verdict.Holds)), (1, Gen.Constant(Experiments.Verdict.Fails)), (1, Gen.Constant(Experiments.Verdict.Undecided))), count)
        select new ClaimParts([.. verdicts]),
        recipe => recipe.Verdicts.Count > 1 ? [new([.. recipe.Verdicts.Skip(1)]), new([.. recipe.Verdicts.SkipLast(1)])] : []);
}
