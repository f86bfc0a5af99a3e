using System.Text.Json;
using System.Xml.Linq;

namespace ExactGN.Cli.Tests;

/// <summary>Which native packages a build takes, by MSBuild's own evaluation, for platforms that this
/// machine need not be.</summary>
public sealed class BackendTests
{
    [Theory]
    [InlineData("cpu", "linux-x64", "libtorch-cpu-linux-x64")]
    [InlineData("cpu", "win-x64", "libtorch-cpu-win-x64")]
    [InlineData("cpu", "osx-arm64", "libtorch-cpu-osx-arm64")]
    [InlineData("cuda", "linux-x64", "TorchSharp-cuda-linux")]
    [InlineData("cuda", "win-x64", "TorchSharp-cuda-windows")]
    [InlineData("cuda", "osx-arm64")]
    [InlineData("external", "linux-x64")]
    public void A_build_takes_the_packages_of_one_backend_and_platform(
        string backend, string platform, params string[] expected)
    {
        var result = MsBuild($"-p:TorchBackend={backend}", $"-p:TorchPlatform={platform}", "-getItem:PackageReference");

        Assert.True(result.ExitCode == 0, result.ToString());
        using var json = JsonDocument.Parse(result.Output);
        var packages = json.RootElement
            .GetProperty("Items")
            .GetProperty("PackageReference")
            .EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!);
        Assert.Equal(expected, packages.Where(
            name => name.StartsWith("libtorch", StringComparison.Ordinal)
                || name.StartsWith("TorchSharp-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("metal", "linux-x64", "TorchBackend must be cpu, cuda or external, got 'metal'.")]
    [InlineData("cuda", "osx-arm64", "there is no CUDA for macOS")]
    [InlineData("external", "win-x64", "TorchBackend=external needs linux-x64")]
    [InlineData("cpu", "linux-arm64", "the platform of this build is linux-arm64")]
    public void A_build_that_cannot_be_is_refused_in_a_sentence(string backend, string platform, string sentence)
    {
        var result = MsBuild($"-p:TorchBackend={backend}", $"-p:TorchPlatform={platform}", "-t:CheckTorchBackend");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Says(sentence, result.Output);
    }

    [Fact]
    public void Users_are_told_the_versions_that_this_repository_builds_with()
    {
        var versions = XDocument.Load(Path.Combine(ExactGnProgram.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .ToDictionary(entry => (string)entry.Attribute("Include")!, entry => (string)entry.Attribute("Version")!);
        var (libtorch, cuda) = (versions["libtorch-cpu-linux-x64"], versions["TorchSharp-cuda-linux"]);

        Assert.All(
            [versions["libtorch-cpu-win-x64"], versions["libtorch-cpu-osx-arm64"]],
            version => Assert.Equal(libtorch, version));
        Assert.Equal(cuda, versions["TorchSharp"]);
        Assert.Says(
            $"libtorch-cpu-linux-x64 --version {libtorch}",
            File.ReadAllText(Path.Combine(ExactGnProgram.Root, "src", "ExactGN", "README.md")));
        Assert.Says(
            libtorch,
            File.ReadAllText(Path.Combine(ExactGnProgram.Root, "src", "ExactGN", "Packaging", "ExactGN.targets")));
    }

    [Theory]
    [InlineData("samples", "false")]
    [InlineData("src", "true")]
    public void What_a_user_tries_in_samples_is_not_held_to_the_house_style(string folder, string expected)
    {
        var place = Directory.CreateDirectory(Path.Combine(ExactGnProgram.Root, folder, $"style-{Guid.NewGuid():N}"));
        try
        {
            var project = Path.Combine(place.FullName, "first.csproj");
            File.WriteAllText(project, """<Project Sdk="Microsoft.NET.Sdk" />""");

            foreach (var property in (string[])[
                "TreatWarningsAsErrors", "EnforceCodeStyleInBuild", "GenerateDocumentationFile"
            ])
            {
                var result = DotnetCommand.Run(
                    "dotnet", ExactGnProgram.Root, ["msbuild", project, "-nologo", $"-getProperty:{property}"]);

                Assert.True(result.ExitCode == 0, result.ToString());
                Assert.Equal(expected, result.Output.Trim());
            }
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    [Fact]
    public void This_machine_is_one_of_the_platforms()
    {
        var result = MsBuild("-t:CheckTorchBackend");

        Assert.True(result.ExitCode == 0, result.ToString());
    }

    private static ProgramResult MsBuild(params string[] arguments) =>
        DotnetCommand.Run(
            "dotnet",
            ExactGnProgram.Root,
            ["msbuild", Path.Combine("src", "ExactGN.Cli", "ExactGN.Cli.csproj"), "-nologo", .. arguments]);
}
