using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ExactGN.Tests;

/// <summary>One type of an assembly uses another of the same: in a signature, an attribute or a method's
/// body.</summary>
/// <param name="From">The type that uses; of a nested one, and of what the compiler makes, the outermost.</param>
/// <param name="To">The type that is used.</param>
/// <remarks>Constants are copied by the compiler: their use leaves no trace.</remarks>
internal readonly record struct TypeUse(TypeName From, TypeName To)
{
    /// <summary>Every use in an assembly.</summary>
    /// <param name="assembly">The assembly's bytes.</param>
    internal static IReadOnlyList<TypeUse> In(Stream assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        return
        [
            .. from type in module.GetTypes()
               from used in OfType(type).SelectMany(Named).OfType<TypeDefinition>()
               let use = new TypeUse(TypeName.Of(type), TypeName.Of(used))
               where use.From != use.To
               group use by use into same
               select same.Key,
        ];
    }

    private static IEnumerable<TypeReference?> OfType(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(entry => entry.InterfaceType),
        .. Constraints(type),
        .. Attributes(type),
        .. type.Fields.SelectMany(field => Attributes(field).Append(field.FieldType)),
        .. type.Properties.SelectMany(Attributes),
        .. type.Events.SelectMany(Attributes),
        .. type.Methods.SelectMany(OfMethod),
    ];

    private static IEnumerable<TypeReference?> OfMethod(MethodDefinition method) =>
    [
        .. Signature(method),
        .. Constraints(method),
        .. Attributes(method),
        .. Attributes(method.MethodReturnType),
        .. method.Parameters.SelectMany(Attributes),
        .. method.Overrides.SelectMany(Signature),
        .. method.HasBody ? OfBody(method.Body) : [],
    ];

    private static IEnumerable<TypeReference?> OfBody(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(instruction => instruction.Operand switch
        {
            TypeReference type => [type],
            MethodReference method => Signature(method),
            FieldReference field => [field.DeclaringType, field.FieldType],
            _ => (IEnumerable<TypeReference?>)[],
        }),
    ];

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
    [
        method.DeclaringType,
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
    ];

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider generic) =>
        generic.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(entry => entry.ConstraintType);

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider member) =>
        member.CustomAttributes.SelectMany(attribute => attribute.ConstructorArguments
            .Concat(attribute.Properties.Select(named => named.Argument))
            .SelectMany(argument => (TypeReference?[])[argument.Type, argument.Value as TypeReference])
            .Append(attribute.AttributeType));

    // An array, a pointer or a closed generic type names others.
    private static IEnumerable<TypeReference> Named(TypeReference? type) => type switch
    {
        null => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Named).Concat(Named(generic.ElementType)),
        IModifierType modified => Named(modified.ModifierType).Concat(Named(modified.ElementType)),
        TypeSpecification other => Named(other.ElementType),
        _ => [type],
    };
}
