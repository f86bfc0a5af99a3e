namespace ExactGN.Experiments.Oracle;

/// <summary>The tensors of one half-coupling in the reference's layout: W [q, h], b [q].</summary>
/// <param name="W">The weights, one row per output unit.</param>
/// <param name="B">The bias; null without bias.</param>
public sealed record OracleHalf(OracleArray W, OracleArray? B)
{
    /// <summary>The two in this library's layout: Wᵀ above b, shape [h (+ 1), q]. The caller owns it.</summary>
    public Tensor ToWeight()
    {
        using var scope = NewDisposeScope();
        var transposed = W.ToTensor().mT;
        return (B is null ? transposed.clone() : cat([transposed, B.ToTensor().unsqueeze(0)]))
            .MoveToOuterDisposeScope();
    }

    /// <summary>Reads <c>blocks[i].f|g</c> of all blocks: F and G of the first block, then of the second,
    /// and so on.</summary>
    internal static IReadOnlyList<OracleHalf> ReadAll(KeyedValue parent, RevMlpOptions network) =>
        [.. Halves(parent, network).Select(half => Read(half, network))];

    internal static IReadOnlyList<KeyedValue> Halves(KeyedValue parent, RevMlpOptions network) =>
        [.. parent["blocks"].Items(network.Blocks).SelectMany(block => (KeyedValue[])[block["f"], block["g"]])];

    private static OracleHalf Read(KeyedValue half, RevMlpOptions network)
    {
        var bias = network.Bias || half.Find("b") is not null ? half.OrNull("b") : null;
        if (bias is null == network.Bias)
        {
            throw half["b"].Wrong(
                network.Bias ? "must be an array, as config.bias is true" : "must be null, as config.bias is false",
                network.Bias ? "null" : "an array");
        }

        return new(
            half["W"].Array(network.HalfWidth, network.Hidden ?? network.HalfWidth), bias?.Array(network.HalfWidth));
    }
}
