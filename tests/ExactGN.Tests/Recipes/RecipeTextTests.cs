using System.Reflection;

namespace ExactGN.Tests;

/// <summary>What a property was given is read by people, in red messages and in the evidence:
/// no name of a type stands for values.</summary>
public sealed class RecipeTextTests
{
    public static TheoryData<string> Drawn =>
    [
        .. typeof(Arbitraries).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.ReturnType.IsGenericType
                && method.ReturnType.GetGenericTypeDefinition() == typeof(Arbitrary<>))
            .Select(method => method.ReturnType.GetGenericArguments()[0].AssemblyQualifiedName!),
    ];

    [Theory, MemberData(nameof(Drawn))]
    public void What_is_drawn_for_a_property_says_its_values(string type) =>
        Assert.All(
            Arbitraries.GeneratorOf(Type.GetType(type)!).Sample(3),
            drawn => Assert.DoesNotMatch(@"System\.|`\d|<>|\[\]", $"{drawn}"));
}
