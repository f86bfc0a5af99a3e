namespace ExactGN.Tests;

/// <summary>A planted fault: a wrong implementation that stands in for the right one, and the claims whose
/// properties must reject it.</summary>
/// <param name="Name">What is wrong, as theory/ lists it.</param>
/// <param name="Subject">The faulty stand-in; its type tells which parameter of a property it replaces.</param>
/// <param name="Claims">The claims that must reject it.</param>
public sealed record Fault(string Name, object Subject, IReadOnlyList<string> Claims)
{
    public Fault(string name, object subject, params string[] claims)
        : this(name, subject, (IReadOnlyList<string>)claims)
    {
    }
}

/// <summary>All planted faults, by chapter.</summary>
public static class FaultCatalogue
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        .. typeof(FaultCatalogue).Assembly.GetTypes()
            .Where(type => type.Namespace == "ExactGN.Tests" && type.Name.EndsWith("Faults", StringComparison.Ordinal))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .SelectMany(type => (IReadOnlyList<Fault>)type.GetProperty("All")!.GetValue(null)!),
    ];
}
