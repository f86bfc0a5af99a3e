namespace ExactGN.Verification.Laws;

/// <summary>Holds a subject to laws, one after the other.</summary>
public static class Judging
{
    // An operation that has been lost so often is not asked for again.
    private const int MostLosses = 3;

    /// <summary>Judges each law and hands its outcome on at once.</summary>
    /// <param name="subject">The subject; it stays the caller's.</param>
    /// <param name="laws">The laws, in the order of <see cref="LawBook.All"/>.</param>
    /// <param name="options">Cases, seed, shrinking.</param>
    /// <param name="known">Ids of laws that are known to be broken.</param>
    /// <returns>One outcome per law, as it is found.</returns>
    public static IEnumerable<LawOutcome> Of(Subject subject, IEnumerable<Law> laws, LawRunOptions options,
        IReadOnlySet<string>? known = null)
    {
        var (book, broken, losses) = (new CaseBook(subject), new HashSet<string>(StringComparer.Ordinal),
            new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var law in laws)
        {
            var outcome = Judged(law);
            if (outcome.IsBroken)
            {
                broken.Add(law.Id);
            }

            yield return outcome;
        }

        LawOutcome Judged(Law law)
        {
            if (law.Missing(subject.Description) is { } missing)
            {
                return new(law, LawStanding.NotOffered) { Reason = $"needs {missing}" };
            }

            if (law.Operations.FirstOrDefault(operation =>
                losses.GetValueOrDefault(operation) >= MostLosses) is { } lost)
            {
                return new(law, known?.Contains(law.Id) == true ? LawStanding.Known : LawStanding.Shadowed)
                {
                    Reason =
                    $"{lost} ended or hung the program in {MostLosses} laws and is not asked for again"
                };
            }

            var base_ = law.RestsOn.FirstOrDefault(broken.Contains);
            var outcome = law.Run(book, options with { Shrinks = options.Shrinks && base_ is null });
            foreach (var operation in outcome.LostBy is { } guilty ? new[] { guilty } : [])
            {
                losses[operation] = losses.GetValueOrDefault(operation) + 1;
            }

            return outcome.Standing != LawStanding.Rejected ? outcome
                : known?.Contains(law.Id) == true ? outcome with { Standing = LawStanding.Known }
                : base_ is not null ? outcome with
                {
                    Standing = LawStanding.Shadowed,
                    Reason = $"rests on {base_}, which is rejected; {outcome.Reason}"
                }
                : outcome;
        }
    }

    /// <summary>Judges a subject by every law that it can be held to, and throws where one is not kept: for a test of
    /// one's own.</summary>
    /// <param name="subject">The subject; it stays the caller's.</param>
    /// <param name="options">Cases and seed; the usual ones when null.</param>
    /// <param name="patterns">The laws, such as GN-*; none for all.</param>
    /// <exception cref="LawBrokenException">A law is broken, refused or exhausted, or none applies.</exception>
    public static void Require(Subject subject, LawRunOptions? options = null, params string[] patterns)
    {
        LawOutcome[] outcomes = [.. Of(subject, LawBook.Named(patterns), options ?? new())];
        if (outcomes.All(outcome => outcome.Standing == LawStanding.NotOffered))
        {
            throw new LawBrokenException($"No law applies to {subject.Description.Name}: {outcomes[0].Reason}.");
        }

        if (outcomes.FirstOrDefault(outcome => outcome.Standing is not (LawStanding.Holds
            or LawStanding.NotOffered)) is { } failure)
        {
            throw new LawBrokenException(failure.Complaint(subject.Description.Name, options ?? new()));
        }
    }

    /// <summary>Judges the one case of a counterexample file.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="text">The file's text.</param>
    /// <exception cref="InvalidDataException">It is no counterexample.</exception>
    public static LawOutcome Replay(Subject subject, string text)
    {
        var (id, recipe) = Counterexample.Read(text);
        var law = LawBook.Of(id);
        if (law.Missing(subject.Description) is { } missing)
        {
            return new(law, LawStanding.NotOffered) { Reason = $"needs {missing}" };
        }

        try
        {
            return law.Replay(new(subject), recipe);
        }
        catch (Exception error) when (error is System.Text.Json.JsonException or ArgumentException or OverflowException
            or IndexOutOfRangeException)
        {
            throw new InvalidDataException(
                $"The recipe of this counterexample must be one of kind '{law.Kind}', and is none: "
                    + Quoted.Short(error.Message),
                error);
        }
    }
}
