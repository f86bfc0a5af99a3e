using SkiaSharp;

namespace ExactGN.Experiments.Tests;

/// <summary>The two pages as a browser shows them, on a desktop and on a telephone.</summary>
public sealed class PagesInBrowserTests : IDisposable
{
    private const int Desktop = 1280;
    private const int Telephone = 390;

    private readonly string _path = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [SkippableFact]
    public void The_report_on_all_experiments_shows_every_figure_and_fits_both_widths()
    {
        using var browser = new Browser();
        SyntheticReport.Write(_path);
        var page = Path.Combine(_path, "report.html");

        Assert.Empty(browser.Console(page));
        foreach (var width in (int[])[Telephone, Desktop])
        {
            var probe = PageProbe.Of(browser, page, width);
            Fits(probe, width);
            Assert.Equal(Directory.GetFiles(Path.Combine(_path, "figures"), "*.svg").Length, probe.Pictures.Count);
            Assert.All(probe.Pictures, picture =>
            {
                Assert.InRange(picture.Shapes, 10, int.MaxValue);
                Assert.Contains(picture.Texts, text => text is "epochs" or "updates");
                Assert.Contains("GN", string.Concat(picture.Texts), StringComparison.Ordinal);
            });
            // Gauss-Newton's curves are on the picture, so it shows more than an empty frame.
            Shows(
                browser.Screenshot(PageProbe.Frame(page, width, 6000), width, 6000),
                width,
                SKColor.Parse(new GaussNewtonOptions().Colour));
        }
    }

    [SkippableFact]
    public void The_ledgers_page_fits_both_widths()
    {
        using var browser = new Browser();
        var page = Path.Combine(_path, "ledger.html");
        File.WriteAllText(page, LedgerReport.Page(
            ClaimStandings.Join(ClaimLedger.Embedded, ClaimIndex.Embedded, new("none", [], [], [], null)), null));

        Assert.Empty(browser.Console(page));
        foreach (var width in (int[])[Telephone, Desktop])
        {
            var probe = PageProbe.Of(browser, page, width);
            Fits(probe, width);
            Assert.NotEmpty(probe.Pictures);
            // Links are underlined in their colour.
            Shows(browser.Screenshot(PageProbe.Frame(page, width, 3000), width, 3000), width, SKColor.Parse("#0b57a4"));
        }
    }

    [SkippableFact]
    public void The_browser_would_tell_of_an_error_a_wide_page_and_a_text_that_is_cut_or_covered()
    {
        using var browser = new Browser();
        var page = Path.Combine(_path, "bad.html");
        File.WriteAllText(page, """
            <!DOCTYPE html><body><p style="width:500px">wide</p><script>undefinedName()</script>
            <svg viewBox="0 0 100 100">
            <text x="90" y="20">cut</text><text x="9" y="50">one</text><text x="10" y="51">other</text></svg>
            """);

        Assert.Contains(browser.Console(page), line => line.Contains("undefinedName", StringComparison.Ordinal));
        var probe = PageProbe.Of(browser, page, Telephone);
        Assert.InRange(probe.ScrollWidth, Telephone + 1, 600);
        Assert.Contains(probe.Beyond, element => element.Contains("wide", StringComparison.Ordinal));
        Assert.Equal(["cut"], probe.Pictures[0].Cut);
        Assert.Equal(["one / other"], probe.Pictures[0].Overlapping);
    }

    private static void Fits(PageProbe probe, int width)
    {
        Assert.Equal(width, probe.ClientWidth);
        Assert.Equal(width, probe.ScrollWidth);
        Assert.Empty(probe.Beyond);
        Assert.All(probe.Pictures, picture =>
        {
            Assert.InRange(picture.Width, 250, width);
            Assert.InRange(picture.Height, 40, 3000);
            Assert.Empty(picture.Cut);
            Assert.Empty(picture.Overlapping);
        });
    }

    private static void Shows(byte[] png, int width, SKColor colour)
    {
        using var picture = SKBitmap.Decode(png);
        Assert.Equal(width, picture.Width);
        Assert.InRange(picture.Pixels.Distinct().Count(), 20, int.MaxValue);
        Assert.InRange(picture.Pixels.Count(pixel => pixel == colour), 100, int.MaxValue);
    }
}
