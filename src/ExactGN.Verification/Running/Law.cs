namespace ExactGN.Verification.Running;

/// <summary>A law: what must hold for every right implementation of its operations.</summary>
public abstract class Law
{
    private protected Law(string id, string title, string chapter)
    {
        (Id, Title, Chapter) = (id, title, chapter);
    }

    /// <summary>The claim's id in theory/, such as TAN-12.</summary>
    public string Id { get; }

    /// <summary>The claim's title.</summary>
    public string Title { get; }

    /// <summary>The chapter of theory/ that states it.</summary>
    public string Chapter { get; }

    /// <summary>The operations that it needs.</summary>
    public IReadOnlyList<string> Operations { get; private protected init; } = [];

    /// <summary>Required, optional or statistical.</summary>
    public LawLevel Level => Needs.Count == 0 ? LawLevel.Required : LawLevel.Optional;

    /// <summary>The laws that it rests on: where one of these is rejected, this one's rejection says nothing
    /// new.</summary>
    public IReadOnlyList<string> RestsOn { get; private protected init; } = [];

    /// <summary>A ratio below this passes.</summary>
    public double Threshold { get; } = Ratios.Threshold;

    /// <summary>The kind of its recipes.</summary>
    internal abstract string Kind { get; }

    internal IReadOnlyList<Need> Needs { get; private protected init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Id} {Title}";

    /// <summary>What a subject lacks for this law, in words after "needs"; null where it applies.</summary>
    internal string? Missing(Description description)
    {
        var operations = Operations.Where(operation => !description.Operations.Contains(operation)).ToArray();
        return operations.Length > 0 ? string.Join(", ", operations)
            : description.Map is null && Operations.Any(Verification.Subjects.Operations.OfMap.Contains)
                ? "'map' in the description"
            : Needs.FirstOrDefault(need => !need.Met(description))?.Name;
    }

    /// <summary>Judges it by many cases.</summary>
    internal abstract LawOutcome Run(CaseBook book, LawRunOptions options);

    /// <summary>Judges one case, as a counterexample file keeps it.</summary>
    internal abstract LawOutcome Replay(CaseBook book, System.Text.Json.JsonElement recipe);
}
