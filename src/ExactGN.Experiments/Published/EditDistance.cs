namespace ExactGN.Experiments.Published;

/// <summary>Levenshtein's distance: the least number of letters to insert, delete or replace.</summary>
internal static class EditDistance
{
    // A name is short; a longer one is like none.
    private const int MostLetters = 100;

    internal static int Between(string a, string b)
    {
        if (a.Length > MostLetters || b.Length > MostLetters)
        {
            return Math.Max(a.Length, b.Length);
        }

        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                (diagonal, row[j]) =
                    (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
