namespace ExactGN.Verification.Library;

/// <summary>This library behind the protocol.</summary>
public static class LibrarySubject
{
    /// <summary>A small reversible network with its steps of least norm, the SVD, the losses, the similarities and
    /// chains.</summary>
    /// <param name="device">Where it computes; the CPU when null.</param>
    /// <returns>A subject that the caller disposes of.</returns>
    public static Subject On(Device? device = null) => new CombinedSubject(
        "ExactGN",
        NetworkSubject.RevMlp(NetworkStep.LeastNorm, device),
        new SolverSubject(new TruncatedSvd(), cut: (rtol, atol) => new TruncatedSvd(rtol, atol), damped: lambda =>
            new Damped(lambda), device: device, dampsSmallerTwin: true),
        new LossSubject(new Dictionary<string, Loss>
        {
            ["squared-error"] = new SquaredError(),
            ["softmax-cross-entropy"] = new SoftmaxCrossEntropy()
        }, device),
        new SimilaritySubject(device),
        new ChainSubject(device));
}
