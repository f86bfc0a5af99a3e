using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExactGN.Experiments.Runs;

/// <summary>An arm in JSON: its text.</summary>
internal sealed class ArmConverter : JsonConverter<Arm>
{
    /// <inheritdoc/>
    public override Arm Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return Arm.Parse(reader.TokenType == JsonTokenType.String ? reader.GetString()! : "");
        }
        catch (ArgumentException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Arm value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
