using ScottPlot;
using SkiaSharp;

namespace ExactGN.Experiments.Figures;

/// <summary>DejaVu Sans from this assembly, so that figures have text where no fonts are installed. Licence:
/// Fonts/LICENSE-DejaVu.txt.</summary>
internal sealed class EmbeddedFont : IFontResolver
{
    internal const string Name = "DejaVu Sans";

    private static readonly Lazy<SKTypeface> Typeface = new(() =>
    {
        using var stream = typeof(EmbeddedFont).Assembly.GetManifestResourceStream("DejaVuSans.ttf")
            ?? throw new InvalidOperationException(
                "The figures' font must be embedded in this assembly as DejaVuSans.ttf.");
        return SKTypeface.FromStream(stream)
            ?? throw new InvalidOperationException("The embedded font must be a TrueType font.");
    });

    /// <summary>Makes it the font of every figure.</summary>
    internal static void Register()
    {
        if (!Fonts.FontResolvers.Any(resolver => resolver is EmbeddedFont))
        {
            Fonts.FontResolvers.Insert(0, new EmbeddedFont());
        }

        Fonts.Default = Name;
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        fontName == Name ? Typeface.Value : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, false, false);
}
