namespace ExactGN.Experiments.Published;

/// <summary>A key of the published files.</summary>
/// <param name="Path">Its names, joined by dots.</param>
/// <param name="Takes">Its values, in words.</param>
/// <param name="IsRequired">Whether a file must have it: what decides a run's numbers is never guessed.</param>
public abstract record PublishedKey(string Path, string Takes, bool IsRequired)
{
    /// <summary>Makes sure that a file's value keeps the rule.</summary>
    /// <exception cref="InvalidDataException">It does not, or is missing.</exception>
    internal abstract void Check(PublishedFile file);
}

/// <summary>A key and what its values mean.</summary>
/// <typeparam name="T">What they mean.</typeparam>
internal sealed record PublishedKey<T>(
    string Path, PublishedRule<T> Rule, bool IsRequired, T Otherwise, bool TakesNull = false)
    : PublishedKey(Path, Rule.Takes, IsRequired)
{
    internal override void Check(PublishedFile file) => Read(file);

    /// <summary>The file's value.</summary>
    /// <exception cref="InvalidDataException">It breaks the rule, or is missing.</exception>
    internal T Read(PublishedFile file)
    {
        var node = file.Find(Path);
        if (node is null || (node.IsNull && !IsRequired))
        {
            return IsRequired
                ? throw new InvalidDataException($"{file.Name} needs the key '{Path}' with {Takes}, and has none.")
                : Otherwise;
        }

        return node.IsNull && TakesNull ? Otherwise
            : !node.IsNull && Rule.TryRead(node, out var value) ? value
            : throw new InvalidDataException($"{node.Where}: '{Path}' takes {Takes}, got {node.Text}.");
    }
}
