using System.Text.Json;
using System.Text.RegularExpressions;

namespace ExactGN.Cli.Tests;

public sealed partial class DoctorTests
{
    [Fact]
    public void A_usable_machine_is_ready_and_shows_libtorchs_version()
    {
        var result = ExactGnProgram.Run("doctor");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Matches(LibTorchLine(), result.Output);
        Assert.All([".NET", "System", "libstdc++", "Threads", "Processor", "CUDA"], subject => Assert.Contains(result.Lines, line => line.StartsWith(subject, StringComparison.Ordinal)));
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
        Assert.Contains(json.RootElement.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("subject").GetString() == "libtorch");
    }

    [SkippableFact]
    public void Where_libtorch_cannot_be_loaded_the_doctor_says_why_and_other_commands_point_to_it()
    {
        var withoutTemporaryFolder = ("TMPDIR", Path.Combine(Path.GetTempPath(), $"exactgn-absent-{Guid.NewGuid():N}"));
        Skip.If(ExactGnProgram.Run(withoutTemporaryFolder, "doctor").ExitCode == 0, "This system's loader takes libtorch as it is, so nothing here can break it.");

        var doctor = ExactGnProgram.Run(withoutTemporaryFolder, "doctor");
        Assert.Equal(1, doctor.ExitCode);
        Assert.Contains(doctor.Lines, line => line.StartsWith("Problem: ", StringComparison.Ordinal) && line.Contains("TMPDIR", StringComparison.Ordinal));
        PlainFailure.HasNoStackTrace(doctor);

        var crosscheck = ExactGnProgram.Run(withoutTemporaryFolder, "crosscheck", Path.Combine(ExactGnProgram.OracleFolder, "case01.json"));
        PlainFailure.IsOneSentence(crosscheck, "libtorch could not be loaded", "exactgn doctor");
    }

    [GeneratedRegex(@"^libtorch\s+2\.\d+", RegexOptions.Multiline)]
    private static partial Regex LibTorchLine();
}
