using System.Globalization;

namespace ExactGN.Verification.Running;

/// <summary>What became of a law.</summary>
public enum LawStanding
{
    /// <summary>Every case that counts kept it, and enough counted.</summary>
    Holds,

    /// <summary>A case broke it.</summary>
    Rejected,

    /// <summary>A case broke it, but a law that it rests on is rejected too.</summary>
    Shadowed,

    /// <summary>A case broke it, and the file of known deviations lists it.</summary>
    Known,

    /// <summary>The subject refused too many cases; never "holds".</summary>
    Refused,

    /// <summary>Too few cases lay within its hypotheses; never "holds".</summary>
    Exhausted,

    /// <summary>The subject lacks an operation or a promise that it needs; no failure.</summary>
    NotOffered,
}

/// <summary>A law's outcome.</summary>
/// <param name="Law">The law.</param>
/// <param name="Standing">What became of it.</param>
public sealed record LawOutcome(Law Law, LawStanding Standing)
{
    /// <summary>The cases that counted.</summary>
    public int Cases { get; init; }

    /// <summary>The cases outside the hypotheses, as measured, and those that the subject refused.</summary>
    public int Discarded { get; init; }

    /// <summary>The cases that the subject refused, of those discarded.</summary>
    public int Refused { get; init; }

    /// <summary>The worst ratio, error over what rounding explains.</summary>
    public double WorstRatio { get; init; }

    /// <summary>Why, in one sentence; empty where it holds.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The case that broke it.</summary>
    public Counterexample? Counterexample { get; init; }

    /// <summary>The threshold over the worst ratio.</summary>
    public double HeadRoom => Law.Threshold / WorstRatio;

    /// <summary>How long it took.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>The recipe of the worst case, or of the one that broke the law, as it was drawn; null where none
    /// counted.</summary>
    internal System.Text.Json.JsonElement? WorstRecipe { get; init; }

    /// <summary>Where that case is drawn again; the run's beginning where none counted, null where the law was not
    /// asked.</summary>
    internal CaseReplay? WorstReplay { get; init; }

    /// <summary>The run; null where the law was not asked.</summary>
    internal CaseReplay? RunReplay { get; init; }

    /// <summary>The operation that ended or hung the program; null where none did.</summary>
    internal string? LostBy { get; init; }

    /// <summary>Whether a case broke the law.</summary>
    internal bool IsBroken => Standing is LawStanding.Rejected or LawStanding.Shadowed or LawStanding.Known;

    /// <summary>One line: standing, id, title, figures or reason.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Word,-11} {Law.Id,-8} {Law.Title}{Rest}");

    /// <summary>The standing in a word.</summary>
    public string Word => Standing == LawStanding.NotOffered ? "not offered" : Standing.ToString().ToLowerInvariant();

    /// <summary>What is wrong, beginning with id and title and ending with how to see it again.</summary>
    /// <param name="subject">The subject's name.</param>
    /// <param name="again">How to see it again.</param>
    /// <param name="what">What is wrong; standing and reason when null.</param>
    internal string Complaint(string subject, string again, string? what = null) => string.Join('\n', ((string?[])
    [
        $"{Law.Id} {Law.Title} (theory/{Law.Chapter}.md)",
        what ?? $"{Word}: {Reason}",
        $"subject: {subject}",
        Counterexample is { } found ? $"case: {found.RecipeText}" : null,
        Counterexample is { } drawn && drawn.OriginalText != drawn.RecipeText
            ? $"drawn as: {drawn.OriginalText}"
            : null,
        Law.RestsOn.Count > 0 ? $"rests on: {string.Join(", ", Law.RestsOn)}" : null,
        $"again: {again}",
    ]).OfType<string>());

    /// <inheritdoc cref="Complaint(string, string, string)"/>
    internal string Complaint(string subject, LawRunOptions options) => Complaint(subject,
        $"new LawRunOptions {{ Cases = {options.Cases}, Seed = {options.Seed} }}, \"{Law.Id}\"");

    private string Rest => Standing switch
    {
        LawStanding.Holds => string.Create(CultureInfo.InvariantCulture,
            $": {Cases} cases{(Refused > 0 ? $" and {Refused} refused" : "")}, "
            + $"worst {WorstRatio:g3}/{Law.Threshold:g3}{Room}"),
        _ => $": {Reason}",
    };

    private string Room => WorstRatio > 0 ? string.Create(CultureInfo.InvariantCulture, $", head-room {HeadRoom:g3}")
        : "";
}
