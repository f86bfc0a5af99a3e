using System.Reflection;

namespace ExactGN.Tests;

/// <summary>How FsCheck makes each parameter of a property: recipes with their shrinkers, and the right
/// implementations to be judged.</summary>
public static partial class Arbitraries
{
    /// <summary>The generator behind a parameter type, for running a property by hand.</summary>
    public static Gen<object> GeneratorOf(Type type)
    {
        var factory = typeof(Arbitraries).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .SingleOrDefault(method => method.ReturnType == typeof(Arbitrary<>).MakeGenericType(type))
            ?? throw new InvalidOperationException($"Arbitraries has no generator for {type.Name}.");
        var generator = factory.ReturnType.GetProperty(
            nameof(Arbitrary<>.Generator))!.GetValue(factory.Invoke(null, null))!;
        return (Gen<object>)typeof(Arbitraries).GetMethod(
            nameof(Boxed),
            BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, [generator])!;
    }

    private static Gen<object> Boxed<T>(Gen<T> generator) => generator.Select(value => (object)value!);
}
