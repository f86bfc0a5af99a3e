namespace ExactGN.Experiments.Sweeps;

/// <summary>Indices as a scheduler's option takes them: "3,7-9".</summary>
public static class IndexRanges
{
    /// <summary>Writes indices.</summary>
    /// <param name="indices">In increasing order.</param>
    public static string Text(IEnumerable<int> indices)
    {
        List<(int First, int Last)> ranges = [];
        foreach (var index in indices)
        {
            if (ranges.Count > 0 && ranges[^1].Last == index - 1)
            {
                ranges[^1] = (ranges[^1].First, index);
            }
            else
            {
                ranges.Add((index, index));
            }
        }

        return string.Join(
            ',', ranges.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}"));
    }
}
