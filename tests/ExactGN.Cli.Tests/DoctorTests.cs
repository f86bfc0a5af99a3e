using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ExactGN.Tests;

namespace ExactGN.Cli.Tests;

public sealed partial class DoctorTests
{
    [Fact]
    public void A_usable_machine_is_ready_and_shows_libtorchs_version()
    {
        var result = ExactGnProgram.Run("doctor");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Matches(LibTorchLine(), result.Output);
        Assert.All(
            [".NET", "System", "libstdc++", "Threads", "Processor", "CUDA"],
            subject => Assert.Contains(result.Lines, line => line.StartsWith(subject, StringComparison.Ordinal)));
        Assert.Equal("Ready.", result.Lines[^1]);
    }

    [Fact]
    public void Json_holds_the_same_findings()
    {
        var result = ExactGnProgram.Run("doctor", "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        using var json = JsonDocument.Parse(result.Output);
        Assert.True(json.RootElement.GetProperty("usable").GetBoolean());
        Assert.Empty(json.RootElement.GetProperty("problems").EnumerateArray());
        Assert.Contains(
            json.RootElement.GetProperty("findings").EnumerateArray(),
            finding => finding.GetProperty("subject").GetString() == "libtorch");
    }

    [SkippableFact]
    public void Every_number_is_this_machine_s_own()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Versions are read from Linux's libraries.");
        // Other numbers than a machine of several cores has by itself.
        (string, string)[] variables = [("OMP_NUM_THREADS", "1"), ("DOTNET_PROCESSOR_COUNT", "5")];
        var printed = ExactGnProgram.RunIn(variables, "doctor").Output;
        using var json = JsonDocument.Parse(ExactGnProgram.RunIn(variables, "doctor", "--json").Output);

        RequireFindings(printed);
        Assert.All(json.RootElement.GetProperty("findings").EnumerateArray(), finding => Assert.Equal(
            finding.GetProperty("found").GetString(), Found(printed, finding.GetProperty("subject").GetString()!)));
        // Each of them matters: with another last digit it is seen.
        foreach (var (subject, number) in ((string, string)[])[
            (".NET", Environment.Version.ToString()), ("libtorch", LibTorch), ("Threads", "1"), ("Processor", "5"),
            ("libstdc++", "up to 3.4.")])
        {
            Assert.ThrowsAny<Exception>(() => RequireFindings(Altered(printed, subject, number)));
        }
    }

    [SkippableFact]
    public void Where_libtorch_cannot_be_loaded_the_doctor_says_why_and_other_commands_point_to_it()
    {
        var withoutTemporaryFolder = ("TMPDIR", Path.Combine(Path.GetTempPath(), $"exactgn-absent-{Guid.NewGuid():N}"));
        Skip.If(
            ExactGnProgram.Run(withoutTemporaryFolder, "doctor").ExitCode == 0,
            "This system's loader takes libtorch as it is, so nothing here can break it.");

        var doctor = ExactGnProgram.Run(withoutTemporaryFolder, "doctor");
        Assert.Equal(1, doctor.ExitCode);
        Assert.Contains(
            doctor.Lines,
            line => line.StartsWith("Problem: ", StringComparison.Ordinal)
                && line.Contains("TMPDIR", StringComparison.Ordinal));
        PlainFailure.HasNoStackTrace(doctor);

        var crosscheck = ExactGnProgram.Run(
            withoutTemporaryFolder, "crosscheck", Path.Combine(ExactGnProgram.OracleFolder, "case01.json"));
        PlainFailure.IsOneSentence(crosscheck, "libtorch could not be loaded", "exactgn doctor");
    }

    private static string LibTorch => XDocument.Load(Path.Combine(ExactGnProgram.Root, "Directory.Packages.props"))
        .Descendants("PackageVersion")
        .Single(version => (string?)version.Attribute("Include") == "libtorch-cpu-linux-x64")
        .Attribute("Version")!.Value;

    private static void RequireFindings(string printed)
    {
        Assert.Equal(
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}",
            Found(printed, ".NET"));
        Assert.Equal(
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}", Found(printed, "System"));
        Assert.Begins(LibTorch, Found(printed, "libtorch"));
        Assert.Begins("1 within an operation, ", Found(printed, "Threads"));
        Assert.Begins("5 logical cores for this process", Found(printed, "Processor"));
        var (library, named) = (Found(printed, "libstdc++"), Found(printed, "libLibTorchSharp.so"));
        WrittenNumbers.AgreeAfter(library, "offers GLIBCXX up to 3.4.", Newest(library.Split(", offers")[0]));
        WrittenNumbers.AgreeAfter(library, "TorchSharp names 3.4.", Newest(named));
    }

    // Of the versions GLIBCXX_3.4.n whose names a library holds.
    private static int Newest(string library) => Symbol()
        .Matches(Encoding.Latin1.GetString(File.ReadAllBytes(library)))
        .Max(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    private static string Line(string printed, string subject) =>
        Assert.Single(printed.Split('\n'), line => line.StartsWith($"{subject} ", StringComparison.Ordinal));

    private static string Found(string printed, string subject) => Line(printed, subject)[subject.Length..].Trim();

    // With another last digit of a number; a version that is cut in two goes on behind the part.
    private static string Altered(string printed, string subject, string number)
    {
        var line = Line(printed, subject);
        var end = line.IndexOf(number, subject.Length, StringComparison.Ordinal) + number.Length;
        var at = number.EndsWith('.') ? end : end - 1;
        var digit = line[at] == '9' ? '8' : (char)(line[at] + 1);
        return printed.Replace(line, line[..at] + digit + line[(at + 1)..], StringComparison.Ordinal);
    }

    [GeneratedRegex(@"GLIBCXX_3\.4\.(\d+)")]
    private static partial Regex Symbol();

    [GeneratedRegex(@"^libtorch\s+2\.\d+", RegexOptions.Multiline)]
    private static partial Regex LibTorchLine();
}
