using System.Text.Json;
using System.Text.RegularExpressions;

namespace ExactGN.Tests;

/// <summary>As much of JSON Schema as the protocol's schema uses; a keyword that is not known is an error of these
/// tests.</summary>
internal sealed class JsonSchema(JsonElement root)
{
    private static readonly string[] Remarks = ["$schema", "title", "$comment", "$defs"];

    internal static JsonSchema Read(string file) => new(JsonDocument.Parse(File.ReadAllText(file)).RootElement);

    /// <summary>Why a text is none of a definition; null where it is one.</summary>
    internal string? Complaint(string definition, string json) =>
        Complaint(root.GetProperty("$defs").GetProperty(definition), JsonDocument.Parse(json).RootElement, "");

    private string? Complaint(JsonElement schema, JsonElement value, string path) => schema.EnumerateObject()
        .Where(rule => !Remarks.Contains(rule.Name))
        .Select(rule => Broken(rule.Name, rule.Value, schema, value, path))
        .FirstOrDefault(complaint => complaint is not null);

    private string? Broken(string rule, JsonElement wanted, JsonElement schema, JsonElement value, string path)
    {
        bool Is(JsonValueKind kind) => value.ValueKind == kind;
        return rule switch
        {
            "$ref" => Complaint(root.GetProperty("$defs").GetProperty(wanted.GetString()!["#/$defs/".Length..]), value,
                path),
            "type" => Unless(IsOf(wanted.GetString()!, value)),
            "const" => Unless(Same(wanted, value)),
            "enum" => Unless(wanted.EnumerateArray().Any(item => Same(item, value))),
            "anyOf" => Unless(wanted.EnumerateArray().Any(item => Complaint(item, value, path) is null)),
            "oneOf" => Unless(wanted.EnumerateArray().Count(item => Complaint(item, value, path) is null) == 1),
            "required" => Unless(!Is(JsonValueKind.Object) || wanted.EnumerateArray().All(name =>
                value.TryGetProperty(name.GetString()!, out _))),
            "properties" => !Is(JsonValueKind.Object) ? null : wanted.EnumerateObject()
                .Select(member => value.TryGetProperty(member.Name, out var inner)
                    ? Complaint(member.Value, inner, $"{path}/{member.Name}") : null)
                .FirstOrDefault(complaint => complaint is not null),
            "additionalProperties" => Unless(!Is(JsonValueKind.Object) || value.EnumerateObject().All(member =>
                schema.GetProperty("properties").TryGetProperty(member.Name, out _))),
            "items" => !Is(JsonValueKind.Array) ? null
                : value.EnumerateArray()
                    .Select(item => Complaint(wanted, item, $"{path}[]"))
                    .FirstOrDefault(complaint => complaint is not null),
            "minItems" => Unless(!Is(JsonValueKind.Array) || value.GetArrayLength() >= wanted.GetInt32()),
            "maxItems" => Unless(!Is(JsonValueKind.Array) || value.GetArrayLength() <= wanted.GetInt32()),
            "minLength" => Unless(!Is(JsonValueKind.String) || value.GetString()!.Length >= wanted.GetInt32()),
            "maxLength" => Unless(!Is(JsonValueKind.String) || value.GetString()!.Length <= wanted.GetInt32()),
            "pattern" => Unless(!Is(JsonValueKind.String) || Regex.IsMatch(value.GetString()!, wanted.GetString()!)),
            "minimum" => Unless(!Is(JsonValueKind.Number) || value.GetDouble() >= wanted.GetDouble()),
            "maximum" => Unless(!Is(JsonValueKind.Number) || value.GetDouble() <= wanted.GetDouble()),
            "exclusiveMinimum" => Unless(!Is(JsonValueKind.Number) || value.GetDouble() > wanted.GetDouble()),
            _ => throw new NotSupportedException($"The schema's keyword '{rule}' must be one that these tests know."),
        };

        string? Unless(bool holds) => holds ? null : $"{path}: {rule} {wanted}";
    }

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException($"The schema's type '{type}' must be one that these tests know."),
    };

    private static bool Same(JsonElement one, JsonElement other) => one.ValueKind == other.ValueKind
        && one.ValueKind switch
        {
            JsonValueKind.String => one.GetString() == other.GetString(),
            JsonValueKind.Number => one.GetDouble().Equals(other.GetDouble()),
            _ => true,
        };
}
