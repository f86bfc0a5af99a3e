using System.Text;

namespace ExactGN.Tests;

/// <summary>Writes dotted keys and values as nested YAML.</summary>
internal static class PublishedText
{
    internal static string Of(IEnumerable<(string Path, string Value)> values, WritingStyle style)
    {
        var entries = values.Select(entry => (Names: entry.Path.Split('.'), entry.Value)).ToArray();
        var text = new StringBuilder();
        Write(style == WritingStyle.Backwards ? [.. entries.Reverse()] : entries, 0);
        return text.Append('\n').ToString();

        void Write((string[] Names, string Value)[] inside, int depth)
        {
            var flow = style == WritingStyle.Flow;
            text.Append(flow ? "{" : "");
            foreach (var (k, section) in inside.GroupBy(entry => entry.Names[depth]).Index())
            {
                text.Append(flow ? (k == 0 ? "" : ", ") : "\n" + new string(' ', 2 * depth))
                    .Append(section.Key)
                    .Append(": ");
                if (section.First().Names.Length == depth + 1)
                {
                    text.Append(section.Single().Value);
                }
                else
                {
                    Write([.. section], depth + 1);
                }
            }

            text.Append(flow ? "}" : "");
        }
    }
}
