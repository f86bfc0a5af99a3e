using System.Text.RegularExpressions;

namespace ExactGN.Cli.Tests;

/// <summary>The Python adapters' own tests: arrays bit for bit, the protocol's schema, the subjects alone.</summary>
[Trait("Category", "Full")]
public sealed partial class PythonAdapterTests
{
    [SkippableTheory]
    [InlineData("sys", "*")]
    [InlineData("numpy", "*NumPy*")]
    [InlineData("torch", "*Torch*")]
    public void Their_own_tests_pass(string module, string tests)
    {
        var python = PythonInterpreter.With(module);
        Skip.If(python is null, $"There is no Python 3.8 or later with the module {module} here.");

        var result = python.Run("-m", "unittest", "discover", "-k", tests);

        Assert.True(result.ExitCode == 0, result.ToString());
        var summary = Summary().Match(result.Error);
        Assert.True(summary.Success && Count(summary, "ran") > Count(summary, "skipped"), result.ToString());
    }

    private static int Count(Match summary, string group) =>
        summary.Groups[group] is { Success: true } found ? int.Parse(found.Value) : 0;

    [GeneratedRegex(@"Ran (?<ran>\d+) tests? in .*\s+OK(?: \(skipped=(?<skipped>\d+)\))?")]
    private static partial Regex Summary();
}
