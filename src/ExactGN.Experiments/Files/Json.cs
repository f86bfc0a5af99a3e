using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ExactGN.Experiments.Files;

/// <summary>How configurations and manifests are written as JSON: camel case, enumerations by name,
/// non-finite numbers by name.</summary>
internal static class Json
{
    internal static JsonSerializerOptions Compact { get; } = Options(indented: false);

    internal static JsonSerializerOptions Indented { get; } = Options(indented: true);

    // The library's own records in runs; they themselves know nothing of JSON.
    private static readonly Dictionary<Type, JsonDerivedType[]> Kinds = new()
    {
        [typeof(Loss)] = [new(typeof(SoftmaxCrossEntropy), "crossEntropy"), new(typeof(SquaredError), "squaredError")],
        [typeof(Curvature)] =
        [
            new(Curvature.Identity.GetType(), "identity"), new(Curvature.Exact.GetType(), "exact"),
            new(Curvature.Damped(1).GetType(), "damped"),
        ],
    };

    private static JsonSerializerOptions Options(bool indented) => new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { AddKinds } },
        WriteIndented = indented,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static void AddKinds(JsonTypeInfo info)
    {
        if (Kinds.TryGetValue(info.Type, out var kinds))
        {
            info.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = "kind" };
            Array.ForEach(kinds, info.PolymorphismOptions.DerivedTypes.Add);
        }
    }
}
