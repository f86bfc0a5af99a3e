namespace ExactGN.Cli.Tests;

/// <summary>The program where names, home, language and terminal are not what a developer's are.</summary>
[Trait("Category", "Full")]
public sealed class SurroundingsTests : InTemporaryFolder, IClassFixture<FinishedReproduction>
{
    private readonly FinishedReproduction _finished;
    public SurroundingsTests(FinishedReproduction finished)
    {
        _finished = finished;
        RandomImages.Write(Folder, "train", 96);
        RandomImages.Write(Folder, "t10k", 40);
    }

    [Fact]
    public void Names_with_spaces_quotes_and_foreign_letters()
    {
        var place = Directory.CreateDirectory(Path.Combine(Folder, "zwei Wörter, 数据 & 'quotes'")).FullName;
        RandomImages.Write(place, "train", 96);
        RandomImages.Write(place, "t10k", 40);
        var config = Path.Combine(place, "eine Übung.yaml");
        File.Copy(Path.Combine(ExactGnProgram.Root, "fixtures", "configs", "train_mnist_FB_ggn.yaml"), config);

        var result = ExactGnProgram.Run(Small(Path.Combine(place, "aus gabe"), config, place));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(Metrics(Train("plain")), Metrics(Path.Combine(place, "aus gabe")));
    }

    [Fact]
    public void A_home_that_is_missing_or_that_nobody_named()
    {
        foreach (var home in (string[])["", Path.Combine(Folder, "absent")])
        {
            (string, string)[] variables = [
                ("HOME", home), ("XDG_CACHE_HOME", ""), ("USERPROFILE", home), ("DOTNET_CLI_HOME", Folder),
                ("EXACTGN_DATA", ""),
            ];

            // The second looks for data in the cache folder of a home that is not there.
            foreach (var arguments in (string[][])[
                Small(Path.Combine(Folder, $"home{home.Length}")), ["data", "list"]
            ])
            {
                var result = ExactGnProgram.RunIn(variables, arguments);

                Assert.True(result.ExitCode == 0, result.ToString());
                Assert.Empty(result.Error);
            }
        }
    }

    [SkippableFact]
    public void A_language_with_decimal_commas_changes_no_byte()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows takes no language from the environment.");
        var result = ExactGnProgram.RunIn(
            [("LANG", "de_DE.UTF-8"), ("LC_ALL", "de_DE.UTF-8"), ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0")],
            Small(Path.Combine(Folder, "german")));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(Metrics(Train("english")), Metrics(Path.Combine(Folder, "german")));

        // That is by construction: the program knows no culture but the invariant one, whatever the environment says.
        Assert.True(ExactGnProgram.Setting("System.Globalization.Invariant"));
    }

    [SkippableTheory, InlineData(10), InlineData(24), InlineData(300)]
    public void A_terminal_of_any_width(int columns)
    {
        Skip.IfNot(
            Shell.Succeeds("script -qec true /dev/null"),
            "A terminal is made by util-linux's script, which is not here.");

        var result = ExactGnProgram.RunIn(
            $"command=\"stty cols {columns}; $(printf '%q ' \"$@\")\"; script -qec \"$command\" /dev/null < /dev/null",
            Small(Path.Combine(Folder, $"width{columns}")));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(Metrics(Train("wide")), Metrics(Path.Combine(Folder, $"width{columns}")));
        PlainFailure.HasNoStackTrace(result);
    }

    [SkippableFact]
    public void Without_a_terminal_or_any_open_stream()
    {
        Skip.If(OperatingSystem.IsWindows(), "Streams are closed by Bash.");

        var result = ExactGnProgram.RunIn("unset TERM; \"$@\" <&- >&- 2>&-", Small(Path.Combine(Folder, "closed")));

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Metrics(Train("open")), Metrics(Path.Combine(Folder, "closed")));
    }

    [Fact]
    public void What_is_written_names_no_machine_no_user_no_path_and_no_variable()
    {
        Assert.True(_finished.First.ExitCode == 0, _finished.First.ToString());
        const string Secret = "a-token-that-nobody-may-see";
        var output = Path.Combine(Folder, "out");
        (string, string)[] variables = [
            ("EXACTGN_TOKEN", Secret),
            ("USER", "user-whom-nobody-may-see"),
            ("LOGNAME", "user-whom-nobody-may-see"),
            ("HOSTNAME", "host-that-nobody-may-see"),
        ];
        Assert.Equal(0, ExactGnProgram.RunIn(variables, Small(output)).ExitCode);
        string[] written = [
            .. Directory.GetFiles(output, "*", SearchOption.AllDirectories),
            .. Directory.GetFiles(_finished.At("."), "*", SearchOption.AllDirectories),
        ];

        Assert.Contains(written, file => file.EndsWith("report.html", StringComparison.Ordinal));
        Assert.Contains(written, file => file.EndsWith("manifest.json", StringComparison.Ordinal));
        foreach (var text in written.Where(file => !file.EndsWith(".png", StringComparison.Ordinal))
            .Select(File.ReadAllText))
        {
            Assert.SaysNot(Secret, text);
            Assert.SaysNot(Folder, text);
            Assert.SaysNot(Path.GetFullPath(_finished.At(".")), text);
            Assert.SaysNot("nobody-may-see", text);

            // The machine's own name, where it could not be a word of the report.
            Assert.False(
                Environment.MachineName.Any(char.IsAsciiDigit)
                && Environment.MachineName.Length > 4
                && text.Contains(Environment.MachineName, StringComparison.Ordinal),
                Environment.MachineName);
        }
    }

    // Where a run of the same numbers was written to.
    private string Train(string name)
    {
        var output = Path.Combine(Folder, name);
        var result = ExactGnProgram.Run(Small(output));
        Assert.True(result.ExitCode == 0, result.ToString());
        return output;
    }

    private string[] Small(string output, string? config = null, string? data = null) =>
    [
        "train", "--config",
        config ?? Path.Combine(ExactGnProgram.Root, "fixtures", "configs", "train_mnist_FB_ggn.yaml"), "--data-dir",
        data ?? Folder, "--out", output,
        "--set", "Setup.Data.subset=64", "--set", "Setup.Model.hidden_dim=48", "--set",
        "Runtime.Train.args.num_epochs=2",
    ];

    private static string Metrics(string output) =>
        File.ReadAllText(Assert.Single(Directory.GetFiles(output, "metrics.csv", SearchOption.AllDirectories)));
}
