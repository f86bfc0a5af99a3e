using Mono.Cecil;

namespace ExactGN.Tests;

/// <summary>A type of an assembly, by the room that it is in.</summary>
/// <param name="Room">Its namespace; empty where it has none.</param>
/// <param name="Name">Its own name.</param>
internal readonly record struct TypeName(string Room, string Name)
{
    /// <summary>The name of a type; of a nested one that of the outermost.</summary>
    /// <param name="type">The type.</param>
    internal static TypeName Of(TypeReference type) =>
        type.DeclaringType is { } outer ? Of(outer) : new(type.Namespace, type.Name);

    /// <inheritdoc/>
    public override string ToString() => $"{Room}.{Name}";
}
