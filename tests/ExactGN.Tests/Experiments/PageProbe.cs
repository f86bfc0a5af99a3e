using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ExactGN.Experiments.Tests;

/// <summary>What a browser says of a page at a given width. The page is loaded unchanged in a frame, and the page
/// around it looks into it.</summary>
/// <remarks>The frame also has widths that a browser's window has not: Chromium's is at least 500 px wide.</remarks>
/// <param name="ScrollWidth">How wide the content is, every part that unfolds unfolded.</param>
/// <param name="ClientWidth">How wide the page is.</param>
/// <param name="Beyond">What reaches beyond its right edge and cannot be scrolled to by itself.</param>
/// <param name="Pictures">Its SVG pictures.</param>
internal sealed partial record PageProbe(
    double ScrollWidth, double ClientWidth, IReadOnlyList<string> Beyond, IReadOnlyList<PageProbe.Picture> Pictures)
{
    /// <summary>An SVG element.</summary>
    /// <param name="Width">Its width on the page.</param>
    /// <param name="Height">Its height on the page.</param>
    /// <param name="Shapes">How many lines, paths and other marks it has.</param>
    /// <param name="Texts">Its texts.</param>
    /// <param name="Cut">Those that reach beyond its edge.</param>
    /// <param name="Overlapping">Pairs of them that lie on each other.</param>
    internal sealed record Picture(
        double Width,
        double Height,
        int Shapes,
        IReadOnlyList<string> Texts,
        IReadOnlyList<string> Cut,
        IReadOnlyList<string> Overlapping);

    /// <summary>Writes the page around, which shows the page at a width.</summary>
    internal static string Frame(string page, int width, int height = 800)
    {
        var around = Path.Combine(
            Path.GetDirectoryName(page)!,
            string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(page)}-{width}-{height}.html"));
        File.WriteAllText(around, $$"""
            <!DOCTYPE html>
            <meta charset="utf-8">
            <body style="margin:0"><iframe id="frame" style="width:{{width}}px;height:{{height}}px;border:0;display:block" src="{{Uri.EscapeDataString(Path.GetFileName(page))}}"></iframe>
            <pre id="probe"></pre>
            <script>
            const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
            document.getElementById('frame').onload = event => {
              const page = event.target.contentDocument, root = page.documentElement;
              page.querySelectorAll('details').forEach(part => part.open = true);
              const beyond = [...page.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1 && !e.closest('.scroll, pre, svg'));
              const pictures = [...page.querySelectorAll('svg')].map(svg => {
                const at = svg.getBoundingClientRect();
                const texts = [...svg.querySelectorAll('text')].map(e => ({ text: e.textContent.trim(), at: e.getBoundingClientRect() })).filter(e => e.text !== '');
                return {
                  width: at.width, height: at.height, shapes: svg.querySelectorAll('path, line, circle, rect, polyline, polygon').length, texts: texts.map(e => e.text),
                  cut: texts.filter(e => e.at.left < at.left - 1 || e.at.right > at.right + 1 || e.at.top < at.top - 1 || e.at.bottom > at.bottom + 1).map(e => e.text),
                  overlapping: texts.flatMap((a, i) => texts.slice(i + 1).filter(b => overlap(a.at, b.at)).map(b => a.text + ' / ' + b.text)),
                };
              });
              document.getElementById('probe').textContent = JSON.stringify({ scrollWidth: root.scrollWidth, clientWidth: root.clientWidth, beyond: beyond.slice(0, 9).map(e => e.outerHTML.slice(0, 99)), pictures });
            };
            </script>
            """);
        return around;
    }

    /// <summary>Loads the page at a width.</summary>
    internal static PageProbe Of(Browser browser, string page, int width)
    {
        var json = System.Net.WebUtility
            .HtmlDecode(Probe().Match(browser.Dom(Frame(page, width))).Groups["json"].Value);
        return JsonSerializer.Deserialize<PageProbe>(json, JsonSerializerOptions.Web)
            ?? throw new InvalidOperationException("The page around has said nothing.");
    }

    [GeneratedRegex("""<pre id="probe">(?<json>[^<]+)</pre>""")]
    private static partial Regex Probe();
}
