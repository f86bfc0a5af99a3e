using System.Reflection;

namespace ExactGN.Tests;

/// <summary>The two sides that must agree: claims in theory/, properties in the tests.</summary>
public static class Ledger
{
    /// <summary>Every claim of theory/*.md, in order.</summary>
    public static IReadOnlyList<Claim> Claims { get; } = [.. ClaimLedger.Read(Repository.PathOf("theory")).Claims];

    /// <summary>Every property with a [Claim], of the classes that the runner sees.</summary>
    public static IReadOnlyList<(string Claim, MethodInfo Method)> Properties { get; } =
    [
        .. typeof(Ledger).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(method => (method.GetCustomAttribute<ClaimAttribute>()?.Id!, method))
            .Where(pair => pair.Item1 is not null),
    ];

    /// <summary>What theory/claims.json must say: the properties and faults of every claim.</summary>
    public static ClaimIndex Index => new([.. Claims.Select(claim => new ClaimIndex.Entry(
        claim.Id,
        [.. Properties.Where(pair => pair.Claim == claim.Id).Select(pair => pair.Method.Name).Order(StringComparer.Ordinal)],
        [.. FaultCatalogue.All.Where(fault => fault.Claims.Contains(claim.Id)).Select(fault => fault.Name).Order(StringComparer.Ordinal)]))]);

    /// <summary>A claim's id and title.</summary>
    public static string Words(string id) => $"{id} {Claims.FirstOrDefault(claim => claim.Id == id)?.Title ?? "(not in theory/)"}";

    /// <summary>The claim of a property, by the property's name.</summary>
    public static string? ClaimOf(string property) => Properties.FirstOrDefault(pair => pair.Method.Name == property).Claim;

    /// <summary>The dtype of a property that does not draw one.</summary>
    public static string DtypeOf(string property) =>
        Properties.First(pair => pair.Method.Name == property).Method.GetCustomAttribute<ClaimAttribute>()!.SingleOnly ? "float32" : "float64";

    /// <summary>How many cases a property takes in this run.</summary>
    public static int CasesOf(string property) =>
        Properties.FirstOrDefault(pair => pair.Method.Name == property).Method?.GetCustomAttribute<ClaimAttribute>()!.MaxTest
        ?? throw new ArgumentException($"A verdict needs the name of a property with a [Claim]; a body that several share passes it on; got '{property}'.");
}
