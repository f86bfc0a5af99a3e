using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace ExactGN.Cli.Tests;

/// <summary>All packages, packed as a release packs them but for one platform, under a version of their own;
/// and an empty folder that finds them.</summary>
/// <remarks>The folder has a package folder of its own and only reads the user's, so nothing of these packages stays
/// behind and none that is stale is taken.</remarks>
public sealed class PackedPackages : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("exactgn-packages-").FullName;

    public PackedPackages()
    {
        Folder = Directory.CreateDirectory(Path.Combine(_root, "packed")).FullName;
        Empty = Directory.CreateDirectory(Path.Combine(_root, "empty")).FullName;
        Pack("src/ExactGN.Native");
        Pack("src/ExactGN");
        Pack("src/ExactGN.Verification");
        Pack("src/ExactGN.Verification.Xunit");
        Pack("src/ExactGN.Cli", "-r", Platform);
        // Nothing built goes into this one.
        Pack("src/ExactGN.Cli", "--no-build");
        File.WriteAllText(Path.Combine(Empty, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_root, "unpacked")}" /></config>
              <packageSources><add key="packed" value="{Folder}" /></packageSources>
              <fallbackPackageFolders><add key="user" value="{UsersPackages}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    /// <summary>The packed files.</summary>
    public string Folder { get; }

    /// <summary>A folder outside the checkout, whose package sources are the packed files and the user's own.</summary>
    public string Empty { get; }

    /// <summary>No other build has this version.</summary>
    public string Version { get; } = $"0.0.1-test.{Environment.ProcessId}.{Random.Shared.Next():x}";

    /// <summary>The platform as packages name it.</summary>
    public static string Platform => OperatingSystem.IsWindows() ? "win-x64"
        : OperatingSystem.IsMacOS() ? "osx-arm64"
        : $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    private static string UsersPackages => Environment.GetEnvironmentVariable(
        "NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Opens one of the packed files.</summary>
    /// <param name="package">The package's name.</param>
    /// <param name="extension">nupkg or snupkg.</param>
    public ZipArchive Open(string package, string extension) =>
        ZipFile.OpenRead(Path.Combine(Folder, $"{package}.{Version}.{extension}"));

    /// <summary>What a package says of itself.</summary>
    /// <param name="package">The package's name.</param>
    public XElement Nuspec(string package)
    {
        using var archive = Open(package, "nupkg");
        using var stream = archive.GetEntry($"{package}.nuspec")!.Open();
        var metadata = XElement.Load(stream).Elements().Single();
        foreach (var element in metadata.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }

        return metadata;
    }

    private void Pack(string project, params string[] more) => DotnetCommand.Succeed(
        "dotnet", ExactGnProgram.Root,
        [
            "pack", project, "-c", "Release", "-o", Folder, "--artifacts-path", Path.Combine(_root, "build"),
            $"-p:Version={Version}",
            "-p:CreateHardLinksForCopyLocalIfPossible=true", "-p:CreateHardLinksForPublishFilesIfPossible=true",
            .. more,
        ]);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
