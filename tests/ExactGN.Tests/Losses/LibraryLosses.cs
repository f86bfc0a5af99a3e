namespace ExactGN.Tests;

/// <summary>The library's losses keep the laws of losses.</summary>
public sealed class LossesKeepTheLaws() : LossLaws(new LossSubject(
    new Dictionary<string, Loss>
    {
        ["squared-error"] = new SquaredError(),
        ["softmax-cross-entropy"] = new SoftmaxCrossEntropy(),
    },
    Steering.Device));
