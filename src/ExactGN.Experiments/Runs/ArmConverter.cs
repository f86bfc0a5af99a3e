using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExactGN.Experiments.Runs;

/// <summary>An arm in JSON: its text.</summary>
internal sealed class ArmConverter : JsonConverter<Arm>
{
    public override Arm Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (ArgumentException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    public override void Write(Utf8JsonWriter writer, Arm value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
