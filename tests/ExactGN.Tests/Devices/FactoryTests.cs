using System.Text.RegularExpressions;

namespace ExactGN.Tests.Devices;

/// <summary>The library's sources name a device wherever a tensor is made from nothing, and read from one in one place:
/// META lets a product with a forgotten CPU tensor pass, and not every strategy runs there.</summary>
[Trait("Needs", "Sources")]
public sealed partial class FactoryTests
{
    // Draws that must be the same on every device are made on the CPU and cast, and a file's numbers begin there.
    private static readonly string[] OnTheCpu =
    [
        "dtype: float64, generator: generator)",
        "zeros([1, shape[1]], dtype: float64)",
        "empty(shape, dtype: dtype)",
    ];

    // The seam, and files.
    private static readonly string[] Readers = ["HostRead.cs", "Safetensors.cs"];

    // Without comments and line ends, so that it does not matter where a call is broken.
    private static readonly (string File, string Text)[] Sources =
    [
        .. from file in Directory.EnumerateFiles(
            Repository.PathOf("src", "ExactGN"), "*.cs", SearchOption.AllDirectories)
           where !file.Contains(
               $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
           let lines = File.ReadLines(file).Select(line => line.Trim())
           let code = lines.Where(line => !line.StartsWith("//", StringComparison.Ordinal))
           select (Path.GetFileName(file), string.Join(' ', code).Replace("( ", "(", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Every_tensor_made_from_nothing_names_its_device()
    {
        var calls = Sources.SelectMany(source => Calls(source.Text).Select(call => (source.File, Text: call)))
            .ToArray();

        Assert.True(calls.Length > 10, $"only {calls.Length} factory calls were found");
        Assert.All(
            calls.Where(call => !OnTheCpu.Any(known => call.Text.EndsWith(known, StringComparison.Ordinal))),
            call => Assert.True(call.Text.Contains("device:", StringComparison.Ordinal), $"{call.File}: {call.Text}"));
    }

    [Fact]
    public void A_call_is_read_to_its_own_end() =>
        Assert.Equal(
            ["zeros([1, f(2)], device: f(3))", "ones(4)"], Calls("x = zeros([1, f(2)], device: f(3)) + ones(4);"));

    [Fact]
    public void Numbers_leave_the_device_through_the_seam_and_into_files_alone()
    {
        var reads = Sources.SelectMany(source => Read().Matches(source.Text).Select(read => (source.File, read.Value)))
            .ToArray();

        Assert.All(Readers, file => Assert.Contains(reads, read => read.File == file));
        Assert.All(reads, read => Assert.True(Readers.Contains(read.File), $"{read.File}: {read.Value}"));
    }

    private static IEnumerable<string> Calls(string code)
    {
        foreach (Match call in Factory().Matches(code))
        {
            var (end, open) = (call.Index + call.Length, 1);
            while (open > 0)
            {
                open += code[end++] switch { '(' => 1, ')' => -1, _ => 0 };
            }

            yield return code[call.Index..end];
        }
    }

    [GeneratedRegex(
        @"(?<![\w.])(torch\.)?(zeros|ones|eye|arange|empty|tensor|randn|rand|full|linspace|randperm|"
        + @"as_tensor|from_array)\(")]
    private static partial Regex Factory();

    [GeneratedRegex(
        @"\.item<|\.cpu\(|\.data<|\.bytes\b|\.To(Boolean|Double|Single|Int32|Int64)\(\)|\.nonzero\(|\.tolist\(")]
    private static partial Regex Read();
}
