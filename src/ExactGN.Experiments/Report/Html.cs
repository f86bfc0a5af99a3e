using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security;
using System.Text;

namespace ExactGN.Experiments.Report;

/// <summary>A piece of a page, written as an interpolated string: <c>Html row = $"…"</c>. What stands in a hole
/// is text, and escaped, unless it is such a piece or <see cref="RawHtml"/>.</summary>
/// <param name="literalLength">The characters outside the holes.</param>
/// <param name="formattedCount">The holes.</param>
[InterpolatedStringHandler]
internal sealed class Html(int literalLength, int formattedCount)
{
    private readonly StringBuilder _markup = new(literalLength + 16 * formattedCount);

    /// <summary>The piece itself, where the compiler would take it for a string.</summary>
    internal static Html Of(Html piece) => piece;

    /// <summary>Pieces one after the other; none where there are none.</summary>
    internal static Html Join(string separator, IEnumerable<Html> pieces)
    {
        Html all = $"";
        foreach (var (i, piece) in pieces.Index())
        {
            all.AppendFormatted(i == 0 ? "" : separator);
            all.AppendFormatted(piece);
        }

        return all;
    }

    /// <summary>The markup.</summary>
    public override string ToString() => _markup.ToString();

    /// <summary>What stands outside the holes.</summary>
    public void AppendLiteral(string markup) => _markup.Append(markup);

    /// <summary>Text; every letter stays what it is, as pages are UTF-8.</summary>
    public void AppendFormatted(string? text) => _markup.Append(SecurityElement.Escape(text));

    /// <summary>A number, as it is written everywhere.</summary>
    public void AppendFormatted<T>(T number, string? format = null)
        where T : IFormattable =>
        AppendFormatted(number.ToString(format, CultureInfo.InvariantCulture));

    /// <summary>A piece, or nothing.</summary>
    public void AppendFormatted(Html? piece) => _markup.Append(piece?._markup);

    /// <summary>Pieces, a line each.</summary>
    public void AppendFormatted(IEnumerable<Html> pieces) => AppendFormatted(Join("\n", pieces));

    /// <summary>Markup.</summary>
    public void AppendFormatted(RawHtml raw) => _markup.Append(raw.Markup);
}
