using System.Globalization;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ExactGN.Cli.Tests;

/// <summary>From the packed files alone, in an empty folder: the library's first program and the program as a
/// tool.</summary>
[Trait("Category", "Full")]
public sealed partial class PackageTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    private const string Library = "ExactGN";
    private const string Native = "ExactGN.Native";
    private const string Kit = "ExactGN.Verification";
    private const string KitForXunit = "ExactGN.Verification.Xunit";
    private const string Tool = "ExactGN.Cli";

    // Of the portable PDB format.
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    [Theory, InlineData(Library), InlineData(Native)]
    public void A_library_brings_documentation_symbols_with_sources_and_nothing_of_this_machine(string library)
    {
        var nuspec = packages.Nuspec(library);
        using var archive = packages.Open(library, "nupkg");
        using var symbols = packages.Open(library, "snupkg");

        Assert.Equal(("MIT", "README.md"), ((string?)nuspec.Element("license"), (string?)nuspec.Element("readme")));
        Assert.Contains(
            nuspec.Descendants("dependency"), dependency => (string?)dependency.Attribute("id") == "TorchSharp");
        Assert.Equal(
            library == Library,
            nuspec.Descendants("dependency").Any(dependency => (string?)dependency.Attribute("id") == Native));
        Assert.Null(nuspec.Element("projectUrl"));
        Assert.Subset(
            archive.Entries.Select(entry => entry.FullName).ToHashSet(),
            new HashSet<string>(["README.md", $"lib/net10.0/{library}.dll", $"lib/net10.0/{library}.xml"]));
        Assert.Equal(library == Library, archive.GetEntry("buildTransitive/ExactGN.targets") is not null);
        var (assembly, database) =
            (Bytes(archive, $"lib/net10.0/{library}.dll"), Bytes(symbols, $"lib/net10.0/{library}.pdb"));
        Assert.All(
            [assembly, database],
            bytes => Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(ExactGnProgram.Root))));
        using var provider = MetadataReaderProvider.FromPortablePdbImage([.. database]);
        var reader = provider.GetMetadataReader();
        Assert.NotEmpty(reader.Documents);
        Assert.All(reader.Documents, document => Assert.Contains(
            reader.GetCustomDebugInformation(document),
            information => reader.GetGuid(reader.GetCustomDebugInformation(information).Kind) == EmbeddedSource));
    }

    [Fact]
    public void The_readmes_first_program_trains_and_reports_in_an_empty_folder()
    {
        var folder = Directory.CreateDirectory(Path.Combine(packages.Empty, "first")).FullName;
        DotnetCommand.Succeed("dotnet", folder, "new", "console", "--no-restore");
        File.WriteAllText(
            Path.Combine(folder, "Program.cs"),
            SamplePattern().Match(File.ReadAllText(Path.Combine(ExactGnProgram.Root, "src", "ExactGN", "README.md"))
                .ReplaceLineEndings("\n")).Groups["body"].Value);
        DotnetCommand.Succeed("dotnet", folder, "add", "package", Library, "--version", packages.Version);

        AddLibTorch(folder);
        DotnetCommand.Succeed("dotnet", folder, "build", "-p:CreateHardLinksForCopyLocalIfPossible=true");
        var result = DotnetCommand.Succeed("dotnet", folder, "run", "--no-build");

        var steps = result.Lines.Select(line => StepPattern().Match(line)).ToArray();
        Assert.All(steps, step => Assert.True(step.Success, result.ToString()));
        Assert.Equal(10, steps.Length);
        var losses = steps.Select(step => Number(step.Groups["loss"])).ToArray();
        Assert.All(losses.Zip(losses.Skip(1)), pair => Assert.True(pair.Second < 0.5 * pair.First, result.ToString()));
        Assert.All(steps, step => Assert.InRange(Number(step.Groups["defect"]), 0, 1e-10));
    }

    [Fact]
    public void The_kit_judges_in_an_empty_folder()
    {
        var folder = Directory.CreateDirectory(Path.Combine(packages.Empty, "kit")).FullName;
        var readme = Path.Combine(ExactGnProgram.Root, "src", Kit, "README.md");
        DotnetCommand.Succeed("dotnet", folder, "new", "console", "--no-restore");
        var program = SamplePattern().Match(File.ReadAllText(readme).ReplaceLineEndings("\n")).Groups["body"].Value;
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        DotnetCommand.Succeed("dotnet", folder, "add", "package", Kit, "--version", packages.Version);
        AddLibTorch(folder);
        DotnetCommand.Succeed("dotnet", folder, "build", "-p:CreateHardLinksForCopyLocalIfPossible=true");

        var result = DotnetCommand.Succeed("dotnet", folder, "run", "--no-build");

        Assert.Contains(result.Lines, line => line.StartsWith("holds       LOSS-3 ", StringComparison.Ordinal));
        Assert.All(result.Lines, line => Assert.Matches("^(holds|not offered) ", line));
    }

    [Fact]
    public void Classes_that_inherit_the_laws_are_tests_in_an_empty_folder()
    {
        var folder = Directory.CreateDirectory(Path.Combine(packages.Empty, "laws")).FullName;
        File.WriteAllText(Path.Combine(folder, "laws.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="{Central("Microsoft.NET.Test.Sdk")}" />
                <PackageReference Include="xunit" Version="{Central("xunit")}" />
                <PackageReference Include="xunit.runner.visualstudio"
              Version="{Central("xunit.runner.visualstudio")}" />
              </ItemGroup>
            </Project>
            """);
        var readme = File.ReadAllText(Path.Combine(ExactGnProgram.Root, "src", KitForXunit, "README.md"));
        File.WriteAllText(Path.Combine(folder, "Laws.cs"),
            SamplePattern().Match(readme.ReplaceLineEndings("\n")).Groups["body"].Value);
        DotnetCommand.Succeed("dotnet", folder, "add", "package", KitForXunit, "--version", packages.Version);
        AddLibTorch(folder);
        DotnetCommand.Succeed("dotnet", folder, "build", "-p:CreateHardLinksForCopyLocalIfPossible=true");

        var one = DotnetCommand.Succeed("dotnet", folder, "test", "--no-build", "--filter", "Claim=LS-7");
        var all = DotnetCommand.Succeed("dotnet", folder, "test", "--no-build");

        Assert.Matches(@"Failed:\s+0, Passed:\s+1, Skipped:\s+0", one.Output);
        Assert.Matches(@"Failed:\s+0, Passed:\s+\d\d, Skipped:\s+[1-9]", all.Output);
    }

    [Fact]
    public void The_tool_installs_finds_libtorch_and_reproduces()
    {
        var folder = Directory.CreateDirectory(Path.Combine(packages.Empty, "tool")).FullName;
        DotnetCommand.Succeed(
            "dotnet", folder, "tool", "install", Tool, "--tool-path", folder, "--add-source", packages.Folder,
            "--version", packages.Version);
        var exactgn = Path.Combine(folder, OperatingSystem.IsWindows() ? "exactgn.exe" : "exactgn");

        Assert.Begins(packages.Version, DotnetCommand.Succeed(exactgn, folder, "--version").Lines.Single());
        Assert.Equal("Ready.", DotnetCommand.Succeed(exactgn, folder, "doctor").Lines[^1]);
        Assert.Says("theorems", DotnetCommand.Succeed(exactgn, folder, "claims").Lines[^1]);
        var reproduction = DotnetCommand.Succeed(
            exactgn, folder, "reproduce", "EXP-1", "--sweep", "off", "--seeds", "42", "--out", "out");
        Assert.Says("EXP-1", reproduction.Output);
        Assert.True(File.Exists(Path.Combine(folder, "out", "report.html")), reproduction.ToString());
    }

    [Fact]
    public void The_tools_packages_name_their_platforms_and_carry_the_licences_of_what_they_bring()
    {
        var platform = $"{Tool}.{PackedPackages.Platform}";
        using var index = packages.Open(Tool, "nupkg");
        using var archive = packages.Open(platform, "nupkg");

        Assert.All(
            [Tool, platform],
            package => Assert.Equal(("MIT", "README.md"), (
                (string?)packages.Nuspec(package).Element("license"),
                (string?)packages.Nuspec(package).Element("readme"))));
        Assert.Equal(["DotnetTool", "DotnetToolRidPackage"], new[] { Tool, platform }.Select(
            package => (string?)packages.Nuspec(package).Descendants("packageType").Single().Attribute("name")));
        Assert.DoesNotContain(index.Entries, entry => entry.FullName.EndsWith(".dll", StringComparison.Ordinal));
        Assert.Subset(archive.Entries.Select(entry => entry.FullName).ToHashSet(), new HashSet<string>(
            ["README.md", "THIRD-PARTY-NOTICES.md", "licences/LICENSE-LIBTORCH.txt", "licences/LICENSE-DejaVu.txt"]));
        // nuget.org takes 250 MB.
        Assert.InRange(
            new FileInfo(Path.Combine(packages.Folder, $"{platform}.{packages.Version}.nupkg")).Length, 1, 250_000_000);
    }

    // Without libtorch the build says what is missing, and that is the command that helps.
    private static void AddLibTorch(string folder)
    {
        var without = DotnetCommand.Run("dotnet", folder, "build");
        var advice = AdvicePattern().Match(without.Output);
        Assert.True(without.ExitCode != 0 && advice.Success, without.ToString());
        DotnetCommand.Succeed("dotnet", folder, advice.Groups["command"].Value.Split(' '));
    }

    // The version that this repository takes.
    private static string Central(string package) =>
        XElement.Load(Path.Combine(ExactGnProgram.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(entry => (string?)entry.Attribute("Include") == package).Attribute("Version")!.Value;

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    private static byte[] Bytes(ZipArchive archive, string name)
    {
        using var stream = archive.GetEntry(name)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    [GeneratedRegex(@"^```csharp\n(?<body>(?:.*\n)*?)```$", RegexOptions.Multiline)]
    private static partial Regex SamplePattern();

    [GeneratedRegex("error EXACTGN1: .* run 'dotnet (?<command>add package [^']+)'")]
    private static partial Regex AdvicePattern();

    [GeneratedRegex(@"^loss (?<loss>\S+), defect (?<defect>\S+), full row rank True, condition \d+$")]
    private static partial Regex StepPattern();
}
