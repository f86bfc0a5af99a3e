namespace ExactGN.Tests;

/// <summary>A right subject that offers everything, with a map that shares no code with the library.</summary>
internal static class RightSubject
{
    /// <summary>One that is kept.</summary>
    internal static Subject Kept { get; } = New();

    /// <summary>A new one.</summary>
    internal static CombinedSubject New() => new(
        "right",
        new PlainMap(),
        new SolverSubject(new TruncatedSvd(), cut: (rtol, atol) => new TruncatedSvd(rtol, atol), damped: lambda =>
            new Damped(lambda), dampsSmallerTwin: true),
        new LossSubject(new Dictionary<string, Loss>
        {
            ["squared-error"] = new SquaredError(),
            ["softmax-cross-entropy"] = new SoftmaxCrossEntropy()
        }),
        new SimilaritySubject(),
        new ChainSubject());
}
