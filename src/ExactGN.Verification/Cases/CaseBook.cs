namespace ExactGN.Verification.Cases;

/// <summary>The cases that laws of one kind share: what was asked for one law is not asked again for the
/// next.</summary>
internal sealed class CaseBook(Subject subject)
{
    private const int MostCases = 256;

    private readonly Dictionary<object, object> _cases = [];
    private readonly Queue<object> _order = new();

    internal Subject Subject { get; } = subject;

    internal Probe Probe { get; } = new(subject);

    /// <summary>The case of a recipe.</summary>
    internal TCase Of<TRecipe, TCase>(TRecipe recipe, Func<Probe, TRecipe, TCase> build)
        where TRecipe : notnull
        where TCase : class
    {
        if (_cases.TryGetValue((recipe, typeof(TCase)), out var kept))
        {
            return (TCase)kept;
        }

        var built = build(Probe, recipe);
        if (_order.Count >= MostCases)
        {
            _cases.Remove(_order.Dequeue());
        }

        _cases[(recipe, typeof(TCase))] = built;
        _order.Enqueue((recipe, typeof(TCase)));
        return built;
    }

    /// <summary>Forgets a case, so that all is asked again.</summary>
    internal void Forget()
    {
        _cases.Clear();
        _order.Clear();
        Probe.Forget();
    }
}
