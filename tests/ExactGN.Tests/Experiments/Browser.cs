using System.Diagnostics;
using System.Globalization;

namespace ExactGN.Experiments.Tests;

/// <summary>A Chromium without a window, for what only a browser can tell of a page.</summary>
/// <remarks><c>EXACTGN_BROWSER</c> names its program; else the usual names are looked for in PATH, and tests are
/// skipped where there is none.</remarks>
internal sealed class Browser : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _program;
    private readonly string _profile = Directory.CreateTempSubdirectory("exactgn-browser-").FullName;

    /// <summary>Finds the program, or skips the test.</summary>
    internal Browser()
    {
        var named = Environment.GetEnvironmentVariable("EXACTGN_BROWSER");
        var found = named ?? Find();
        Skip.If(
            found is null,
            "No Chromium is installed: chromium, chromium-browser, google-chrome and chrome were looked for in PATH, "
            + "and EXACTGN_BROWSER names none.");
        _program = found!;
    }

    /// <summary>The page as it stands once it has loaded.</summary>
    /// <param name="page">The file.</param>
    internal string Dom(string page) => Run(page, "--dump-dom").Output;

    /// <summary>What the page said on the console, a line each.</summary>
    /// <param name="page">The file.</param>
    internal string[] Console(string page) =>
        [.. Run(page, "--dump-dom").Log.Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal))];

    /// <summary>A picture of the page's top as PNG.</summary>
    /// <param name="page">The file.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    internal byte[] Screenshot(string page, int width, int height)
    {
        var file = Path.Combine(_profile, "screenshot.png");
        File.Delete(file);
        Run(
            page,
            $"--screenshot={file}",
            string.Create(CultureInfo.InvariantCulture, $"--window-size={width},{height}"));
        return File.ReadAllBytes(file);
    }

    public void Dispose() => Directory.Delete(_profile, recursive: true);

    private (string Output, string Log) Run(string page, params string[] arguments)
    {
        // A page that wraps another may look into it only where files may read files.
        using var process = Process.Start(new ProcessStartInfo(_program,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr",
                "--v=0", "--allow-file-access-from-files", $"--user-data-dir={Path.Combine(_profile, "profile")}",
                .. arguments, new Uri(page).AbsoluteUri,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, log) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{_program} had not loaded {page} after {Patience}.");
        }

        Assert.True(process.ExitCode == 0, log.Result);
        return (output.Result, log.Result);
    }

    private static string? Find() => (
        from name in (string[])["chromium", "chromium-browser", "google-chrome", "chrome"]
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
            Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        let file = Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)
        where File.Exists(file)
        select file).FirstOrDefault();
}
