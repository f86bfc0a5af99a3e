using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace ExactGN.Tests;

/// <summary>The C# blocks of a page: one console program, in order, and what the page says that it prints.</summary>
/// <param name="Source">The blocks, joined.</param>
/// <param name="Printed">The lines of the page's text blocks.</param>
internal sealed partial record PageProgram(string Source, IReadOnlyList<string> Printed)
{
    // Below this a number is a rounding error.
    private const double Rounding = 1e-12;

    /// <summary>Reads a page.</summary>
    /// <param name="markdown">Its text.</param>
    internal static PageProgram Of(string markdown)
    {
        var blocks = PageSource.Blocks(markdown);
        return new(
            string.Concat(blocks["csharp"]), [.. blocks["text"].SelectMany(body => body.TrimEnd('\n').Split('\n'))]);
    }

    /// <summary>Compiles the program and runs it here.</summary>
    /// <returns>The lines that it printed.</returns>
    internal IReadOnlyList<string> Run()
    {
        var assembly = PageSource.Compile(Source, OutputKind.ConsoleApplication);
        var (console, output) = (Console.Out, new StringWriter(CultureInfo.InvariantCulture));
        Console.SetOut(output);
        try
        {
            assembly.EntryPoint!.Invoke(null, [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(console);
        }

        return [.. output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')];
    }

    /// <summary>The lines of the output that the page shows otherwise; empty where there is none.</summary>
    /// <param name="output">What the program printed.</param>
    /// <remarks>Words must be equal. A number may differ by one unit of the last digit that the page shows;
    /// one that the page shows below 10⁻¹² is a rounding error, another on every processor, and only has
    /// to be below that mark.</remarks>
    internal IReadOnlyList<string> Differences(IReadOnlyList<string> output) =>
    [
        .. output.Count == Printed.Count
            ? (string[])[]
            : [$"{output.Count} lines are printed, and the page shows {Printed.Count}"],
        .. Printed.Zip(output)
            .Where(pair => !Agrees(pair.First, pair.Second))
            .Select(pair => $"printed is '{pair.Second}', and the page shows '{pair.First}'"),
    ];

    private static bool Agrees(string shown, string printed) =>
        NumberPattern().Replace(shown, "#") == NumberPattern().Replace(printed, "#")
        && NumberPattern()
            .Matches(shown)
            .Zip(NumberPattern().Matches(printed))
            .All(pair => NumbersAgree(pair.First.Value, pair.Second.Value));

    private static bool NumbersAgree(string shown, string printed)
    {
        var (expected, actual) =
            (double.Parse(shown, CultureInfo.InvariantCulture), double.Parse(printed, CultureInfo.InvariantCulture));
        return expected != 0 && Math.Abs(expected) < Rounding ? Math.Abs(actual) < Rounding
            : expected != 0 && shown.Any(letter => letter is 'e' or 'E')
                || shown.Contains('.', StringComparison.Ordinal)
            ? Math.Abs(actual - expected) <= 1.001 * LastDigit(shown)
            : actual.Equals(expected);
    }

    // 1.25e-3 → 10⁻⁵
    private static double LastDigit(string number)
    {
        var parts = number.Split('e', 'E');
        var decimals = parts[0].Contains('.', StringComparison.Ordinal)
            ? parts[0].Length - parts[0].IndexOf('.', StringComparison.Ordinal) - 1
            : 0;
        return Math.Pow(10, (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0) - decimals);
    }

    [GeneratedRegex(@"(?<![\w.])-?\d+(\.\d+)?([eE][-+]?\d+)?(?![\w.]\w)")]
    private static partial Regex NumberPattern();
}
