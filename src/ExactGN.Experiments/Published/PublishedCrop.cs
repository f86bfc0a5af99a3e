namespace ExactGN.Experiments.Published;

/// <summary>The one augmentation of the published files that is read: a random resized crop.</summary>
/// <param name="Height">Rows of the output; null where none are given.</param>
/// <param name="Width">Columns.</param>
/// <param name="Ranges">What windows are drawn from.</param>
internal sealed record PublishedCrop(int? Height, int? Width, CropOptions Ranges)
{
    /// <summary>false, nothing, an empty list, or a list of one crop; without a crop the value is null.</summary>
    internal static PublishedRule<PublishedCrop?> Rule { get; } = new(
        "false, nothing, or a list of one {name: randomresizecrop, args: {size: [rows, columns], scale: [least, most], "
        + "ratio: [least, most]}} with 0 < least ≤ most and scales up to 1",
        TryRead);

    private static bool TryRead(PublishedNode node, out PublishedCrop? crop)
    {
        crop = null;
        return node switch
        {
            PublishedNode.Scalar { Truth: false } or PublishedNode.List { Items.Count: 0 } => true,
            PublishedNode.List { Items: [PublishedNode.Map entry] } => TryRead(entry, out crop),
            _ => false,
        };
    }

    private static bool TryRead(PublishedNode.Map entry, out PublishedCrop? crop)
    {
        crop = new(null, null, new());
        if (entry["name"] is not PublishedNode.Scalar { Value: "randomresizecrop" }
            || entry.Entries.Any(part => part.Key is not ("name" or "args")))
        {
            return false;
        }

        foreach (var (key, value, _) in entry["args"] switch
        {
            null or { IsNull: true } => [],
            PublishedNode.Map args => args.Entries,
            _ => [new("", entry, "")],
        })
        {
            if (Pair(value) is not (var first, var second) || first <= 0)
            {
                return false;
            }

            var ranges = crop.Ranges;
            switch (key)
            {
                case "size" when first == (int)first && second == (int)second:
                    crop = crop with { Height = (int)first, Width = (int)second };
                    break;
                case "scale" when first <= second && second <= 1:
                    crop = crop with { Ranges = ranges with { LeastScale = first, MostScale = second } };
                    break;
                case "ratio" when first <= second:
                    crop = crop with { Ranges = ranges with { LeastRatio = first, MostRatio = second } };
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    // [a, b]; a single size stands for both.
    private static (double First, double Second)? Pair(PublishedNode node) => node switch
    {
        PublishedNode.List { Items: [PublishedNode.Scalar first, PublishedNode.Scalar second] }
            when first.Number is { } a && second.Number is { } b => (a, b),
        PublishedNode.Scalar { Whole: { } size } => (size, size),
        _ => null,
    };
}
