using System.Runtime.CompilerServices;

namespace ExactGN.Tests;

/// <summary>Compares a text with a committed fixtures/snapshots/NAME.verified.txt, by the file conventions
/// of <see cref="CurveSnapshot"/>.</summary>
public static class TextSnapshot
{
    /// <summary>Fails, naming the first line that differs.</summary>
    /// <param name="name">The snapshot's name.</param>
    /// <param name="text">The text.</param>
    /// <param name="test">The file of the test, by whose name it is run again.</param>
    public static void Verify(string name, string text, [CallerFilePath] string test = "")
    {
        var (verifiedPath, receivedPath) = (PathOf(name, "verified"), PathOf(name, "received"));
        var received = text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("EXACTGN_ACCEPT") is { Length: > 0 }
            && Environment.GetEnvironmentVariable("CI") is null or "")
        {
            File.WriteAllText(verifiedPath, received);
            File.Delete(receivedPath);
            return;
        }

        var verified = File.Exists(verifiedPath) ? File.ReadAllText(verifiedPath).ReplaceLineEndings("\n") : "";
        if (Difference(verified, received) is not { } difference)
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, received);
        Assert.Fail(
            $"Snapshot {name}: {difference}. The new text is in {Path.GetFileName(receivedPath)}; "
            + "if it is right, accept it with EXACTGN_ACCEPT=1 dotnet test -c Release tests/ExactGN.Tests --filter "
            + $"{Path.GetFileNameWithoutExtension(test)}.");
    }

    /// <summary>The first line that differs, with both texts; null where none does.</summary>
    internal static string? Difference(string verified, string received)
    {
        var (then, now) = (verified.Split('\n'), received.Split('\n'));
        var line = then.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        return line == then.Length && line == now.Length
            ? null
            : $"line {line + 1} is {Quote(now, line)}, verified is {Quote(then, line)}";
    }

    private static string Quote(string[] lines, int line) =>
        line < lines.Length ? $"'{lines[line].Trim()}'" : "no more";

    private static string PathOf(string name, string kind) =>
        Repository.PathOf("fixtures", "snapshots", $"{name}.{kind}.txt");
}
