using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ExactGN.Tests;

/// <summary>The code that pages show, as the compiler sees it.</summary>
internal static partial class PageSource
{
    // What `dotnet new console` imports.
    private const string ImplicitUsings = "global using System; global using System.Collections.Generic; "
        + "global using System.IO; global using System.Linq; global using System.Net.Http; "
        + "global using System.Threading; global using System.Threading.Tasks;";

    /// <summary>The bodies of a page's fenced blocks, by language and in order; a block in a list is
    /// freed of its indentation.</summary>
    /// <param name="markdown">The page.</param>
    internal static ILookup<string, string> Blocks(string markdown) => BlockPattern()
        .Matches(markdown.ReplaceLineEndings("\n"))
        .ToLookup(
            block => block.Groups["language"].Value,
            block => block.Groups["body"].Value.Replace(
                $"\n{block.Groups["indent"].Value}", "\n", StringComparison.Ordinal)[block.Groups["indent"].Length..]);

    /// <summary>Compiles a source against everything that these tests see, warnings as errors.</summary>
    /// <param name="source">The source.</param>
    /// <param name="kind">A program or a library.</param>
    internal static Assembly Compile(string source, OutputKind kind) => Assembly.Load(Image(source, kind));

    /// <inheritdoc cref="Compile"/>
    internal static byte[] Image(string source, OutputKind kind)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var compilation = CSharpCompilation.Create(
            $"Page{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, options), CSharpSyntaxTree.ParseText(source, options)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                .Select(path => MetadataReference.CreateFromFile(path)),
            // As the SDK does, takes a newer version of an assembly for the one that was asked for.
            new(kind, nullableContextOptions: NullableContextOptions.Enable, specificDiagnosticOptions: [
                new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)
            ]));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        var complaints = result.Diagnostics
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Select(diagnostic => diagnostic.ToString())
            .ToArray();
        Assert.True(result.Success && complaints.Length == 0, string.Join('\n', complaints));
        return stream.ToArray();
    }

    [GeneratedRegex(@"^(?<indent> *)```(?<language>\w+)\n(?<body>(?:.*\n)*?)\k<indent>```$", RegexOptions.Multiline)]
    private static partial Regex BlockPattern();
}
