using System.Reflection;

namespace ExactGN.Tests;

/// <summary>The two sides that must agree: claims in theory/, and what judges them: properties of these tests and laws
/// of the kit, to which classes of these tests hold the library.</summary>
public static class Ledger
{
    private static readonly Lazy<IReadOnlyList<(Law Law, Type Class)>> HeldTo = new(() =>
    [
        .. typeof(Ledger).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(SubjectLaws)) && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .SelectMany(LawsOf),
    ]);

    /// <summary>Every claim of theory/*.md, in order.</summary>
    public static IReadOnlyList<Claim> Claims { get; } = [.. ClaimLedger.Read(Repository.PathOf("theory")).Claims];

    /// <summary>Every property with a [Claim], of the classes that the runner sees.</summary>
    public static IReadOnlyList<(string Claim, MethodInfo Method)> Properties { get; } =
    [
        .. typeof(Ledger).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(method => (method.GetCustomAttribute<ClaimAttribute>()?.Id!, method))
            .Where(pair => pair.Item1 is not null),
    ];

    /// <summary>Every law of the kit to which a class that the runner sees holds a subject, with that class.</summary>
    /// <remarks>Its subjects are made when somebody asks: with a library that can't make one, what a failed property
    /// says must still be told.</remarks>
    public static IReadOnlyList<(Law Law, Type Class)> Laws => HeldTo.Value;

    /// <summary>What theory/claims.json must say: the properties and faults of every claim; a law's property is a class
    /// that holds a subject to it.</summary>
    public static ClaimIndex Index => new([.. Claims.Select(claim => new ClaimIndex.Entry(
        claim.Id,
        [
            .. Properties.Where(pair => pair.Claim == claim.Id).Select(pair => pair.Method.Name)
                .Concat(Laws.Where(pair => pair.Law.Id == claim.Id).Select(pair => pair.Class.Name))
                .Order(StringComparer.Ordinal),
        ],
        [.. FaultCatalogue.All
            .Where(fault => fault.Claims.Contains(claim.Id))
            .Select(fault => fault.Name)
            .Order(StringComparer.Ordinal)]))]);

    /// <summary>A claim's id and title.</summary>
    public static string Words(string id) =>
        $"{id} {Claims.FirstOrDefault(claim => claim.Id == id)?.Title ?? "(not in theory/)"}";

    /// <summary>The claim of a property, by the property's name.</summary>
    public static string? ClaimOf(string property) =>
        Properties.FirstOrDefault(pair => pair.Method.Name == property).Claim;

    /// <summary>The dtype of a property that does not draw one.</summary>
    public static string DtypeOf(string property) =>
        Properties.First(pair => pair.Method.Name == property).Method.GetCustomAttribute<ClaimAttribute>()!.SingleOnly
            ? "float32"
            : "float64";

    /// <summary>How many cases a property takes in this run.</summary>
    public static int CasesOf(string property) =>
        Properties.FirstOrDefault(
            pair => pair.Method.Name == property).Method?.GetCustomAttribute<ClaimAttribute>()!.MaxTest
        ?? throw new ArgumentException(
            "A verdict needs the name of a property with a [Claim]; a body that several share passes it on; "
            + $"got '{property}'.");

    private static IEnumerable<(Law Law, Type Class)> LawsOf(Type type)
    {
        using var laws = (SubjectLaws)Activator.CreateInstance(type)!;
        return [.. laws.Laws.Select(law => (law, type))];
    }
}
