using System.Runtime.CompilerServices;
using FsCheck.Xunit;
using Xunit.Sdk;

namespace ExactGN.Tests;

/// <summary>Ties a property to the claim in theory/ that it checks. Its seed is fixed by its name unless a run
/// is steered otherwise.</summary>
[AttributeUsage(AttributeTargets.Method)]
[TraitDiscoverer("ExactGN.Tests.ClaimTraits", "ExactGN.Tests")]
public sealed class ClaimAttribute : PropertyAttribute, ITraitAttribute
{
    public ClaimAttribute(string id, [CallerMemberName] string property = "")
    {
        (Id, Property) = (id, property);
        MaxTest = Steering.Cases;
        Replay = Steering.Replay(property);
        Arbitrary = [typeof(Arbitraries)];
        QuietOnSuccess = true;
    }

    public string Id { get; }

    public string Property { get; }

    /// <summary>The property draws float32 whatever its recipes say, so it can judge only what was
    /// made to work in float32.</summary>
    public bool SingleOnly { get; init; }

    /// <summary>For a property whose single case is dear: the fraction of the run's cases that it takes,
    /// at least 3 cases.</summary>
    public double Share
    {
        get;
        init
        {
            field = value;
            MaxTest = Math.Max(3, (int)Math.Round(value * Steering.Cases));
        }
    } = 1;
}

/// <summary>Makes "Claim=GN-1" a filter: dotnet test --filter Claim=GN-1.</summary>
public sealed class ClaimTraits : ITraitDiscoverer
{
    public IEnumerable<KeyValuePair<string, string>> GetTraits(Xunit.Abstractions.IAttributeInfo traitAttribute) =>
        [new("Claim", traitAttribute.GetConstructorArguments().OfType<string>().First())];
}
