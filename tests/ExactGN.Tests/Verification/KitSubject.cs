using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Tests;

/// <summary>A subject under the kit's laws.</summary>
/// <param name="Name">For people.</param>
/// <param name="Subject">The subject.</param>
public sealed record KitSubject(string Name, Subject Subject)
{
    /// <summary>A right one that offers everything, with a map that shares no code with the library.</summary>
    internal static KitSubject Right { get; } = new("right", new CombinedSubject(
        "right",
        new PlainMap(),
        new SolverSubject(new TruncatedSvd(), cut: (rtol, atol) => new TruncatedSvd(rtol, atol), damped: lambda =>
            new Damped(lambda)),
        new LossSubject(new Dictionary<string, Loss>
        {
            ["squared-error"] = new SquaredError(),
            ["softmax-cross-entropy"] = new SoftmaxCrossEntropy()
        }),
        new SimilaritySubject(),
        new ChainSubject()));

    public override string ToString() => Name;
}

/// <summary>The seed of a small run of a law.</summary>
/// <param name="Value">The seed.</param>
public sealed record LawSeed(int Value);

public static partial class Arbitraries
{
    public static Arbitrary<KitSubject> KitSubjects() => Arb.From(Gen.Constant(KitSubject.Right));

    public static Arbitrary<LawSeed> LawSeeds() => Arb.From(Gen.Choose(0, 999_999).Select(value => new LawSeed(value)));
}
