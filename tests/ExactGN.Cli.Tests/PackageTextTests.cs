using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ExactGN.Cli.Tests;

/// <summary>The library's package tells its users which libtorch to add: the version that it is tested with.</summary>
public sealed class PackageTextTests
{
    private static readonly XDocument Versions = XDocument.Load(
        Path.Combine(ExactGnProgram.Root, "Directory.Packages.props"));

    [Theory]
    [InlineData("README.md")]
    [InlineData("Packaging/ExactGN.targets")]
    public void Every_version_that_the_package_names_is_the_tested_one(string file)
    {
        var text = File.ReadAllText(Path.Combine(ExactGnProgram.Root, "src", "ExactGN", file));
        var tested = new HashSet<string>([VersionOf("libtorch-cpu-linux-x64"), VersionOf("TorchSharp-cuda-linux")]);

        Assert.Single(new[] { "libtorch-cpu-linux-x64", "libtorch-cpu-win-x64", "libtorch-cpu-osx-arm64" }
            .Select(VersionOf)
            .Distinct());
        Assert.Single(
            new[] { "TorchSharp", "TorchSharp-cuda-linux", "TorchSharp-cuda-windows" }.Select(VersionOf).Distinct());
        Assert.Equal(tested, Regex.Matches(text, @"\b\d+\.\d+\.\d+\b").Select(match => match.Value).ToHashSet());
        Assert.All(
            [
                "libtorch-cpu-linux-x64", "libtorch-cpu-win-x64", "libtorch-cpu-osx-arm64", "TorchSharp-cuda-linux",
                "TorchSharp-cuda-windows",
            ],
            package => Assert.Says(package, text));
    }

    private static string VersionOf(string package) =>
        Versions.Descendants("PackageVersion")
            .Single(element => (string?)element.Attribute("Include") == package)
            .Attribute("Version")!.Value;
}
