using System.Text.RegularExpressions;

namespace ExactGN.Tests.Devices;

/// <summary>The library's sources name a device wherever a tensor is made from nothing, and read from one in one place: META lets a product with a forgotten CPU tensor pass, and not every strategy runs there.</summary>
[Trait("Needs", "Sources")]
public sealed partial class FactoryTests
{
    // Draws that must be the same on every device are made on the CPU and cast, and a file's numbers begin there.
    private static readonly string[] OnTheCpu =
    [
        "var gaussian = randn(shape, dtype: float64, generator: generator);",
        "zeros([1, shape[1]], dtype: float64),",
        "var tensor = from(randn(shape, dtype: float64, generator: generator)).to(dtype);",
        "var tensor = empty(shape, dtype: dtype);",
        "dtype: float64, generator: generator).to(",
    ];

    // The seam, and files.
    private static readonly string[] Readers = ["HostRead.cs", "Safetensors.cs"];

    private static readonly (string File, string Line)[] Sources =
    [
        .. Directory.EnumerateFiles(Repository.PathOf("src", "ExactGN"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Select(line => (Path.GetFileName(file), line.Trim())))
            .Where(entry => !entry.Item2.StartsWith("//", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Every_tensor_made_from_nothing_names_its_device()
    {
        var calls = Sources.Where(entry => Factory().IsMatch(entry.Line)).ToArray();

        Assert.True(calls.Length > 10, $"only {calls.Length} factory calls were found");
        Assert.All(
            calls.Where(call => !OnTheCpu.Any(known => call.Line.Contains(known, StringComparison.Ordinal))),
            call => Assert.True(call.Line.Contains("device:", StringComparison.Ordinal), $"{call.File}: {call.Line}"));
    }

    [Fact]
    public void Numbers_leave_the_device_through_the_seam_and_into_files_alone()
    {
        var reads = Sources.Where(entry => Read().IsMatch(entry.Line)).ToArray();

        Assert.All(Readers, file => Assert.Contains(reads, read => read.File == file));
        Assert.All(reads, read => Assert.True(Readers.Contains(read.File), $"{read.File}: {read.Line}"));
    }

    [GeneratedRegex(@"(?<![\w.])(torch\.)?(zeros|ones|eye|arange|empty|tensor|randn|rand|full|linspace|randperm|as_tensor|from_array)\(")]
    private static partial Regex Factory();

    [GeneratedRegex(@"\.item<|\.cpu\(|\.data<|\.bytes\b|\.To(Boolean|Double|Single|Int32|Int64)\(\)|\.nonzero\(|\.tolist\(")]
    private static partial Regex Read();
}
