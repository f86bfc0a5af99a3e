namespace ExactGN.Experiments.Files;

/// <summary>A path that begins with <c>~</c> where no shell has expanded it, as in <c>--out=~/runs</c>:
/// the user's home folder. A folder of that name is <c>./~</c>.</summary>
public static class HomePath
{
    /// <summary>The path that is meant.</summary>
    /// <param name="path">A path.</param>
    /// <exception cref="ArgumentException">It begins with <c>~name</c>, which only a shell expands,
    /// or there is no home folder.</exception>
    public static string Expanded(string path)
    {
        if (path is not ['~', ..])
        {
            return path;
        }

        if (path.Length > 1 && path[1] != '/' && path[1] != Path.DirectorySeparatorChar)
        {
            throw new ArgumentException(
                $"A path may begin with ~/ for your home folder, and another user's is written out, got '{path}'; "
                + $"a file of that name is './{path}'.");
        }

        var home = Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return home.Length > 0
            ? home + path[1..]
            : throw new ArgumentException($"A path may begin with ~ only where there is a home folder, got '{path}'.");
    }

    /// <summary>A command line's words: those that are paths, and those that give an option one.</summary>
    /// <param name="word">A word, such as <c>~/x</c> or <c>--out=~/x</c>.</param>
    /// <exception cref="ArgumentException">As for <see cref="Expanded"/>.</exception>
    public static string ExpandedWord(string word)
    {
        var value = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOfAny(['=', ':']) + 1 : 0;
        return word.StartsWith("--", StringComparison.Ordinal) && value == 0
            ? word
            : word[..value] + Expanded(word[value..]);
    }
}
