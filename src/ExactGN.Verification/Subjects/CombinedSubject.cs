namespace ExactGN.Verification.Subjects;

/// <summary>Several subjects as one; each operation is answered by the part that offers it.</summary>
public sealed class CombinedSubject : Subject
{
    private readonly IReadOnlyList<Subject> _parts;

    /// <summary>Puts parts together; it disposes of them.</summary>
    /// <param name="name">The name of all.</param>
    /// <param name="parts">Parts that share their dtypes, no operation being offered twice.</param>
    public CombinedSubject(string name, params IReadOnlyList<Subject> parts)
    {
        _parts = parts;
        var descriptions = parts.Select(part => part.Description).ToArray();
        Description = new()
        {
            Name = name,
            Operations = [.. descriptions.SelectMany(description => description.Operations)],
            Precisions = descriptions[0].Precisions,
            Deterministic = descriptions.All(description => description.Deterministic),
            Map = descriptions.FirstOrDefault(description => description.Map is not null)?.Map,
            GaussNewton = descriptions.FirstOrDefault(description => description.GaussNewton is not null)?.GaussNewton,
            LeastSquares = Of(Operations.LeastSquares)?.LeastSquares ?? new(),
            Loss = Of(Operations.Loss)?.Loss ?? new(),
            Chain = descriptions.FirstOrDefault(description =>
                description.Operations.Any(operation =>
                operation.StartsWith("chain_", StringComparison.Ordinal)))?.Chain ?? new(),
        };

        Description? Of(string operation) => descriptions.FirstOrDefault(description =>
            description.Operations.Contains(operation));
    }

    /// <inheritdoc/>
    public override Description Description { get; }

    /// <inheritdoc/>
    public override Values Answer(Question question) =>
        (_parts.FirstOrDefault(part => part.Description.Operations.Contains(question.Operation))
            ?? throw new SubjectException(Trouble.NotOffered,
                $"{Description.Name} has no operation '{Quoted.Short(question.Operation)}'")).Answer(question);

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var part in _parts)
        {
            part.Dispose();
        }

        base.Dispose();
    }
}
