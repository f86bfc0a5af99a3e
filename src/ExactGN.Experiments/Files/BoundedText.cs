namespace ExactGN.Experiments.Files;

/// <summary>Text files that a user names: read once from beginning to end, a pipe as well, and no further than a
/// sound one goes, a device as well.</summary>
internal static class BoundedText
{
    /// <summary>The whole text of the file that an option names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="option">The option, for refusals.</param>
    /// <param name="most">The characters that a sound one has at most.</param>
    /// <exception cref="InvalidDataException">It has more, or is a folder.</exception>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    internal static string Named(string path, string option, int most)
    {
        if (Directory.Exists(path))
        {
            throw new InvalidDataException($"{option} takes a file, and '{path}' is a folder.");
        }

        return File.Exists(path)
            ? Read(path, most)
            : throw new FileNotFoundException($"{option} takes a file, and there is none '{path}'.");
    }

    /// <summary>The whole text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The characters that a sound one has at most.</param>
    /// <exception cref="InvalidDataException">It has more.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static string Read(string path, int most)
    {
        using var reader = new StreamReader(path);
        var text = new System.Text.StringBuilder();
        var block = new char[1 << 12];
        while (reader.ReadBlock(block) is var length and > 0)
        {
            text.Append(block, 0, length);
            Require(text.Length <= most, path, $"at most {most} characters");
        }

        return text.ToString();
    }

    /// <summary>The bytes of the whole text, for a reader that minds how they are encoded.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The bytes that a sound one has at most.</param>
    /// <exception cref="InvalidDataException">It has more.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static ReadOnlyMemory<byte> Bytes(string path, int most)
    {
        using var file = File.OpenRead(path);
        using var bytes = new MemoryStream();
        var block = new byte[1 << 16];
        while (file.Read(block) is var length and > 0)
        {
            bytes.Write(block, 0, length);
            Require(bytes.Length <= most, path, $"at most {most} bytes");
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    /// <summary>Its lines, each when it is asked for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The characters that a line of a sound one has at most.</param>
    /// <exception cref="InvalidDataException">One has more.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static IEnumerable<string> Lines(string path, int most)
    {
        using var reader = new StreamReader(path);
        var (line, block) = (new System.Text.StringBuilder(), new char[1 << 12]);
        while (reader.ReadBlock(block) is var length and > 0)
        {
            var rest = block.AsMemory(0, length);
            for (int end; (end = rest.Span.IndexOf('\n')) >= 0; rest = rest[(end + 1)..])
            {
                line.Append(rest[..end]);
                yield return line.ToString().TrimEnd('\r');
                line.Clear();
            }

            line.Append(rest);
            Require(line.Length <= most, path, $"lines of at most {most} characters");
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }

    private static void Require(bool rule, string path, string what)
    {
        if (!rule)
        {
            throw new InvalidDataException(FormattableString.Invariant($"'{path}' must have {what}, and it has more."));
        }
    }
}
