using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExactGN.Couplings;

/// <summary>φ in JSON, by its name.</summary>
internal sealed class ActivationConverter : JsonConverter<Activation>
{
    /// <inheritdoc/>
    public override Activation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Activation.Named(reader.GetString() ?? throw new JsonException("An activation must have a name."));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Activation value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);
}
