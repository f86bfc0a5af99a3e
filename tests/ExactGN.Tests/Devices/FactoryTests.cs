using System.Text.RegularExpressions;

namespace ExactGN.Tests.Devices;

/// <summary>In the library's sources, whatever makes a tensor from nothing says on which device: META lets a product with a forgotten CPU tensor pass.</summary>
public sealed partial class FactoryTests
{
    // Draws that must be the same on every device are made on the CPU and cast, and a file's numbers begin there.
    private static readonly string[] OnTheCpu = ["RevMlp.cs", "Safetensors.cs", "SketchedNeuralTangentKernel.cs", "Noisy.cs"];

    [Fact]
    public void Every_tensor_made_from_nothing_names_its_device()
    {
        var calls = Directory.EnumerateFiles(Repository.PathOf("src", "ExactGN"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Factory().IsMatch(line)).Select(line => (File: Path.GetFileName(file), Line: line.Trim())))
            .ToArray();

        Assert.True(calls.Length > 10, $"only {calls.Length} factory calls were found");
        Assert.All(calls.Where(call => !OnTheCpu.Contains(call.File)), call => Assert.True(call.Line.Contains("device:", StringComparison.Ordinal), $"{call.File}: {call.Line}"));
    }

    [GeneratedRegex(@"(?<![\w.])(zeros|ones|eye|arange|empty|tensor|randn|rand|full|linspace|randperm|as_tensor|from_array)\(")]
    private static partial Regex Factory();
}
