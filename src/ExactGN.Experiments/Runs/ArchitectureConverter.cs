using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ExactGN.Experiments.Runs;

/// <summary>A network's options in JSON, with the name of their architecture in front.</summary>
/// <remarks>Those of a <see cref="RevMlp"/> have no such name, as before there were others.</remarks>
internal sealed class ArchitectureConverter : JsonConverter<INetworkOptions>
{
    private const string Key = "architecture";

    /// <inheritdoc/>
    public override INetworkOptions Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var node = JsonNode.Parse(ref reader) as JsonObject
            ?? throw new JsonException("A network's options must be an object.");
        var type = TypeOf(NameIn(node));
        node.Remove(Key);
        return (INetworkOptions?)node.Deserialize(type, options)
            ?? throw new JsonException("A network must have options.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, INetworkOptions value, JsonSerializerOptions options)
    {
        var node = JsonSerializer.SerializeToNode(value, value.GetType(), options)!.AsObject();
        if (value is not RevMlpOptions)
        {
            node.Insert(0, Key, Architectures.NameOf(value));
        }

        node.WriteTo(writer, options);
    }

    private static string NameIn(JsonObject node)
    {
        try
        {
            return (string?)node[Key] ?? Architectures.Mlp;
        }
        catch (ArgumentException error)
        {
            throw new JsonException("A network's options must name each key once.", error);
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException("A network's architecture must be a text.", error);
        }
    }

    private static Type TypeOf(string name) => name switch
    {
        Architectures.Mlp => typeof(RevMlpOptions),
        Architectures.ConvNet => typeof(RevConvNetOptions),
        Architectures.Mixer => typeof(RevMixerOptions),
        _ => throw new JsonException(
            $"A network's architecture is one of {string.Join(", ", Architectures.Names)}, got '{name}'."),
    };
}
