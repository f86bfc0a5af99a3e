using System.Text.Json;

namespace ExactGN.Experiments.Oracle;

/// <summary>Which keys a case must have: the network and the batch, at least one result, and what
/// that result presupposes.</summary>
internal static class OracleKeys
{
    // What each result is compared with needs a target, or an error that is given in its place.
    private static readonly string[] OfLoss = ["loss", "loss_gradient", "loss_after_step"];
    private static readonly string[] OfStep = ["block_output_tangents", "updates", "update_response"];
    private static readonly string[] Results =
        ["output", "projected_output", "epsilon", "reconstructed_input", .. OfLoss, .. OfStep];

    private static readonly string[] Config =
    [
        "feature_dim", "hidden_dim", "num_blocks", "batch", "output_dim", "bias", "loss", "inv_method", "rtol", "atol",
        "non_linearity", "first_block_non_linearity", "dtype",
    ];

    /// <summary>Refuses a case that lacks keys, with all of them in one sentence.</summary>
    /// <exception cref="InvalidDataException">Keys are missing.</exception>
    internal static void Require(KeyedValue file)
    {
        string[] missing = [.. Missing(file)];
        if (missing.Length > 0)
        {
            throw new InvalidDataException(
                $"'{file.File}': "
                + $"{(missing.Length == 1 ? $"key {missing[0]} is" : $"keys {string.Join(", ", missing)} are")} "
                + "missing.");
        }

        if (!Results.Any(key => IsThere(file, key)))
        {
            throw new InvalidDataException(
                $"'{file.File}': a case must have a result to compare, one of the keys {string.Join(", ", Results)}, "
                + "and has none.");
        }
    }

    private static IEnumerable<string> Missing(KeyedValue file)
    {
        var config = file.Find("config");
        foreach (var key in Lacking(config, Config))
        {
            yield return key;
        }

        string[] needed =
        [
            .. config is null ? (string[])["config"] : [], "params", "x",
            .. config is { } there && IsThere(there, "output_dim") ? (string[])["u_proj"] : [],
            .. OfLoss.Any(key => IsThere(file, key))
                || (OfStep.Any(key => IsThere(file, key)) && !IsThere(file, "epsilon"))
                ? (string[])["target"]
                : [],
        ];
        foreach (var key in Lacking(file, needed))
        {
            yield return key;
        }

        string[] ofHalf =
        [
            "W",
            .. config?.Find("bias") is { Element.ValueKind: JsonValueKind.False } ? (string[])[] : ["b"],
            .. config is { } network && IsThere(network, "hidden_dim") ? (string[])["C"] : [],
        ];
        foreach (var key in Halves(file.Find("params")).SelectMany(half => Lacking(half, ofHalf)))
        {
            yield return key;
        }
    }

    private static IEnumerable<KeyedValue> Halves(KeyedValue? weights) =>
        weights is { Element.ValueKind: JsonValueKind.Object } there
        && there.Find("blocks") is { Element.ValueKind: JsonValueKind.Array } blocks
            ? blocks.Items().Where(block => block.Element.ValueKind == JsonValueKind.Object)
                .SelectMany(block => (KeyedValue?[])[block.Find("f"), block.Find("g")]).OfType<KeyedValue>()
            : [];

    // What is no object is left to the reader, which says so.
    private static IEnumerable<string> Lacking(KeyedValue? parent, IEnumerable<string> keys) =>
        parent is { Element.ValueKind: JsonValueKind.Object } there
            ? keys.Where(key => there.Find(key) is null)
                .Select(key => $"'{(there.Key.Length == 0 ? key : $"{there.Key}.{key}")}'")
            : [];

    // A null stands for nothing.
    private static bool IsThere(KeyedValue parent, string key) =>
        parent.Element.ValueKind == JsonValueKind.Object
        && parent.Find(key) is { Element.ValueKind: not JsonValueKind.Null };
}
