using System.Text.Json;

namespace ExactGN.Tests;

/// <summary>A mutant of the library and what became of it.</summary>
/// <param name="File">The file, from the library's folder.</param>
/// <param name="Change">The file, line and column, then the code before and after.</param>
/// <param name="Status">Stryker's word: Killed, Survived, Timeout, NoCoverage.</param>
public sealed record Mutant(string File, string Change, string Status);

/// <summary>Stryker's JSON report of a mutation run, without the mutants that were ignored or did not
/// compile.</summary>
public static class MutationReport
{
    /// <summary>Reads the report that tests/mutation.sh leaves.</summary>
    public static IReadOnlyList<Mutant> Read(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        var root = json.RootElement.GetProperty("projectRoot").GetString()!;
        return
        [
            .. from file in json.RootElement.GetProperty("files").EnumerateObject()
               let name = Path.GetRelativePath(root, file.Name).Replace('\\', '/')
               let lines = file.Value.GetProperty("source").GetString()!.ReplaceLineEndings("\n").Split('\n')
               from mutant in file.Value.GetProperty("mutants").EnumerateArray()
               let status = mutant.GetProperty("status").GetString()!
               where status is not ("Ignored" or "CompileError")
               select new Mutant(name, $"{name}:{Change(lines, mutant)}", status),
        ];
    }

    private static string Change(string[] lines, JsonElement mutant)
    {
        var (start, end) =
            (mutant.GetProperty("location").GetProperty("start"), mutant.GetProperty("location").GetProperty("end"));
        var (line, column, last) = (
            start.GetProperty("line").GetInt32(),
            start.GetProperty("column").GetInt32(),
            end.GetProperty("line").GetInt32());
        var original = line == last
            ? lines[line - 1][(column - 1)..(end.GetProperty("column").GetInt32() - 1)]
            : $"{lines[line - 1][(column - 1)..]} …";
        return $"{line}:{column} `{OneLine(original)}` → `{OneLine(mutant.GetProperty("replacement").GetString()!)}`";
    }

    private static string OneLine(string code) =>
        string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
