using System.Text.Json;

namespace ExactGN.Verification.Running;

/// <summary>A law over one kind of recipe.</summary>
/// <typeparam name="TRecipe">What a case is built from.</typeparam>
/// <typeparam name="TCase">The case.</typeparam>
internal sealed class Law<TRecipe, TCase> : Law
    where TRecipe : class, IRecipe<TRecipe>
    where TCase : class
{
    private readonly Func<Probe, TRecipe, TCase> _build;
    private readonly Func<TCase, double> _ratio;

    internal Law(
        string id, string title, string chapter, IReadOnlyList<string> operations, IReadOnlyList<Need> needs,
            IReadOnlyList<string> restsOn,
        Func<Probe, TRecipe, TCase> build, Func<TCase, double> ratio)
        : base(id, title, chapter)
    {
        (Operations, Needs, RestsOn, _build, _ratio) = (operations, needs, restsOn, build, ratio);
    }

    internal override string Kind => TRecipe.Kind;

    internal override LawOutcome Run(CaseBook book, LawRunOptions options) =>
        new LawRun<TRecipe>(this, book, Judge).Run(options);

    internal override LawOutcome Replay(CaseBook book, JsonElement recipe)
    {
        var read = recipe.Deserialize<TRecipe>()
            ?? throw new InvalidDataException($"A recipe of {Id} must be an object.");
        return new LawRun<TRecipe>(this, book, Judge).Replay(read);
    }

    private Judgement Judge(CaseBook book, TRecipe recipe)
    {
        try
        {
            var built = book.Of(recipe, _build);
            return Judgement.Of(_ratio(built));
        }
        catch (OutsideException outside)
        {
            return Judgement.Outside(outside.Message);
        }
        catch (SubjectException error)
        {
            return Judgement.Of(error);
        }
    }
}
