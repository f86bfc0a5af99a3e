namespace ExactGN.Cli.Tests;

/// <summary>Figures bring their own font.</summary>
public sealed class FigureFontTests(FinishedReproduction finished) : IClassFixture<FinishedReproduction>
{
    // Where Skia, as it is built for figures on Linux, looks for fonts; fontconfig is not asked.
    private const string SystemFonts = "/usr/share/fonts";

    // Hidden in a namespace of the process's own: nothing changes for any other.
    private const string Hide = $"mount -t tmpfs none {SystemFonts} && [ -z \"$(ls -A {SystemFonts})\" ]";

    [SkippableFact]
    public void Figures_are_the_same_to_the_byte_where_no_fonts_are_installed()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Fonts are hidden in a mount namespace, which only Linux has.");
        Skip.IfNot(
            Directory.Exists(SystemFonts),
            "No fonts are installed here, so every other test of figures runs without them.");
        Skip.IfNot(
            Shell.Succeeds($"unshare --user --map-root-user --mount bash -c '{Hide}'"),
            "This system gives no user a mount namespace, so its fonts cannot be hidden.");
        Assert.True(finished.First.ExitCode == 0, finished.First.ToString());
        var before = finished.Figures();

        var result = ExactGnProgram.RunIn(
            $"exec unshare --user --map-root-user --mount bash -c '{Hide} && exec \"$@\"' bash \"$@\"",
            finished.Command);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(8, before.Count);
        Assert.Equal(before, finished.Figures());
    }
}
