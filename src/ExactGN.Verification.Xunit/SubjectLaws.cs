using System.Globalization;
using global::Xunit;
using global::Xunit.Sdk;

namespace ExactGN.Verification.Xunit;

/// <summary>Holds one subject to the laws of one family: a test for each law. Inherit a class of this folder and hand
/// it the subject.</summary>
/// <remarks>
/// A law that a case breaks fails, and so does one that too few cases could judge; one that needs what the subject does
/// not offer is skipped with the reason. xunit makes the class anew for every law, and with it the subject.
/// EXACTGN_CASES, EXACTGN_SEED (a whole number, or random) and EXACTGN_REPLAY steer a run. theory/verify-your-own.md.
/// All classes are of one collection, so that their laws are judged one after the other: with another thread at work
/// TorchSharp 0.107 frees an implicit Scalar that native code still reads.
/// </remarks>
[Collection("ExactGN.Verification laws")]
public abstract class SubjectLaws : IDisposable
{
    // A class that asks for fewer cases takes its share of those that a run asks for.
    private const double Usual = 100;

    private static readonly int DrawnSeed = Random.Shared.Next();

    private readonly LawRunOptions _options;

    private protected SubjectLaws(Subject subject, LawRunOptions? options)
    {
        ArgumentNullException.ThrowIfNull(subject);
        (Subject, _options) = (subject, Steered(options ?? new(), Environment.GetEnvironmentVariable));
    }

    /// <summary>Told what became of each law, by the object that judged it: for reports of one's own.</summary>
    public static event EventHandler<LawOutcome>? Judged;

    /// <summary>What is judged; it is disposed of with this object.</summary>
    public Subject Subject { get; }

    /// <summary>Deviations that one lives with: the law's id, and why. Such a law is skipped while it is broken, and
    /// fails once it is mended.</summary>
    protected virtual IReadOnlyDictionary<string, string> Known { get; } = new Dictionary<string, string>();

    /// <summary>Judges one law.</summary>
    /// <param name="law">Its id.</param>
    [LawFact]
    public void Keeps(string law)
    {
        RequireKnown();
        var judged = LawBook.Of(law);
        var outcome = Judging.Of(Subject, [judged], _options).Single();
        Judged?.Invoke(this, outcome);
        var reason = Known.GetValueOrDefault(law);
        switch (outcome.Standing)
        {
            case LawStanding.Holds when reason is not null:
                throw new XunitException(outcome.Complaint(Subject.Description.Name, Again(outcome),
                    $"holds, and is known as broken: {reason}"));
            case LawStanding.Holds:
                return;
            case LawStanding.NotOffered:
                throw new global::Xunit.SkipException($"not offered: {outcome.Reason}");
            case LawStanding.Rejected when reason is not null:
                throw new global::Xunit.SkipException($"known: {reason}");
            default:
                throw new XunitException(outcome.Complaint(Subject.Description.Name, Again(outcome)));
        }
    }

    /// <summary>A subject to which no law of the family applies has not been judged.</summary>
    [Fact]
    public void Some_law_applies()
    {
        RequireKnown();
        var laws = LawBook.In(Family);
        if (laws.All(law => law.Missing(Subject.Description) is not null))
        {
            throw new XunitException($"No law of {Family} applies to {Subject.Description.Name}: {laws[0]} needs "
                + $"{laws[0].Missing(Subject.Description)}.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Subject.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The laws that the subject is held to.</summary>
    internal IEnumerable<Law> Laws => LawBook.In(Family).Where(law => law.Missing(Subject.Description) is null);

    private LawFamily Family => GetType().GetCustomAttributes(typeof(LawsOfAttribute), inherit: true)
        .OfType<LawsOfAttribute>().Single().Family;

    /// <summary>What the environment asks for goes before what the code does.</summary>
    internal static LawRunOptions Steered(LawRunOptions options, Func<string, string?> variable)
    {
        var (cases, seed, replay) = (Given("EXACTGN_CASES"), Given("EXACTGN_SEED"), Given("EXACTGN_REPLAY"));
        return options with
        {
            Cases = cases is null ? options.Cases
                : Math.Max(1, (int)Math.Round(options.Cases * Number("EXACTGN_CASES", cases, least: 1) / Usual)),
            Seed = seed is null ? options.Seed : seed == "random" ? DrawnSeed : Number("EXACTGN_SEED", seed, least: 0),
            Replay = replay ?? options.Replay,
        };

        string? Given(string name) => variable(name) is { Length: > 0 } text ? text : null;
    }

    // A mistyped id would hide nothing and say nothing.
    private void RequireKnown()
    {
        if (Known.Keys.FirstOrDefault(id => !LawBook.All.Any(law => law.Id == id)) is { } strange)
        {
            throw new XunitException($"{nameof(Known)} takes ids of laws, such as {LawBook.In(Family)[0].Id}, "
                + $"and '{strange}' is none.");
        }
    }

    private static int Number(string name, string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new ArgumentException($"{name} must be a whole number from {least} on, got '{text}'.");

    private string Again(LawOutcome outcome) =>
        $"{(outcome.WorstReplay is { } replay ? $"EXACTGN_REPLAY=\"{replay}\" " : "")}dotnet test --filter "
        + $"\"Claim={outcome.Law.Id}&FullyQualifiedName~{GetType().FullName}\"";
}
