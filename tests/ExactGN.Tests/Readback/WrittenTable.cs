using System.Text;

namespace ExactGN.Tests;

/// <summary>Tables as they were written.</summary>
internal static class WrittenTable
{
    /// <summary>A CSV file's rows by its header.</summary>
    internal static IReadOnlyList<IReadOnlyDictionary<string, string>> Csv(string text)
    {
        var rows = Fields(text);
        return [.. rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(pair => pair.First, pair =>
            pair.Second))];
    }

    // Quoted fields may hold commas.
    private static List<List<string>> Fields(string text)
    {
        List<List<string>> rows = [[]];
        var (field, quoted) = (new StringBuilder(), false);
        foreach (var c in text)
        {
            switch (c)
            {
                case '"':
                    // No cell here has a quote in it.
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    rows[^1].Add(Taken());
                    break;
                case '\n' when !quoted:
                    rows[^1].Add(Taken());
                    rows.Add([]);
                    break;
                default:
                    field.Append(c);
                    break;
            }
        }

        rows.RemoveAt(rows.Count - 1);
        return rows;

        string Taken()
        {
            var taken = field.ToString();
            field.Clear();
            return taken;
        }
    }
}
