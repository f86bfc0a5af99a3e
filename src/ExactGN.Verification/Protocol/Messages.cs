using System.Buffers;
using System.Text.Json;

namespace ExactGN.Verification.Protocol;

/// <summary>The lines of theory/protocol.md.</summary>
internal static class Messages
{
    // A double that is written must be read back as itself, and infinity must never be written.
    private static readonly JsonWriterOptions Plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A request, without its end of line.</summary>
    internal static ReadOnlyMemory<byte> Request(long id, Question question, bool lists) => Line(json =>
    {
        json.WriteNumber("id", id);
        json.WriteString("op", question.Operation);
        json.WriteStartObject("args");
        json.WriteString("dtype", question.Arguments.Precision.Name);
        WriteMembers(json, question.Arguments, lists);
        json.WriteEndObject();
    });

    /// <summary>The first request.</summary>
    internal static ReadOnlyMemory<byte> Describe(long id) => Line(json =>
    {
        json.WriteNumber("id", id);
        json.WriteString("op", "describe");
        json.WriteStartObject("args");
        json.WriteStartArray("protocol");
        json.WriteNumberValue(DescriptionJson.Version);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>An answer with a result.</summary>
    internal static ReadOnlyMemory<byte> Result(long id, Values result) =>
        Answer(id, json => WriteMembers(json, result, lists: false));

    /// <summary>The answer to <c>describe</c>.</summary>
    internal static ReadOnlyMemory<byte> Result(long id, Description description) =>
        Answer(id, json => DescriptionJson.Write(json, description));

    /// <summary>An answer with an error.</summary>
    internal static ReadOnlyMemory<byte> Error(long id, Trouble trouble, string message) => Line(json =>
    {
        json.WriteNumber("id", id);
        json.WriteStartObject("error");
        json.WriteString("kind", KindOf(trouble));
        json.WriteString("message", message);
        json.WriteEndObject();
    });

    /// <summary>A question as it is kept in a counterexample: its operation and arguments, whatever the adapter wants
    /// to be sent.</summary>
    internal static void Write(Utf8JsonWriter json, Question question)
    {
        json.WriteStartObject();
        json.WriteString("op", question.Operation);
        json.WriteStartObject("args");
        json.WriteString("dtype", question.Arguments.Precision.Name);
        WriteMembers(json, question.Arguments, lists: false);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The trouble that an error's kind names.</summary>
    internal static Trouble TroubleOf(string kind) => kind switch
    {
        "refused" => Trouble.Refused,
        "numerical" => Trouble.Numerical,
        "not-offered" => Trouble.NotOffered,
        "failed" => Trouble.Failed,
        _ => throw new SubjectException(Trouble.Malformed,
            $"an error's kind must be refused, numerical, not-offered or failed, got '{Quoted.Short(kind)}'"),
    };

    private static string KindOf(Trouble trouble) => trouble switch
    {
        Trouble.Refused => "refused",
        Trouble.Numerical => "numerical",
        Trouble.NotOffered => "not-offered",
        _ => "failed",
    };

    private static ReadOnlyMemory<byte> Answer(long id, Action<Utf8JsonWriter> members) => Line(json =>
    {
        json.WriteNumber("id", id);
        json.WriteStartObject("result");
        members(json);
        json.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Line(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    private static void WriteMembers(Utf8JsonWriter json, Values values, bool lists)
    {
        foreach (var (name, value) in values.Entries)
        {
            json.WritePropertyName(name);
            WriteValue(json, value, values.Precision, lists);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, object? value, Precision precision, bool lists)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case Numbers numbers when lists:
                JsonArrays.WriteListed(json, numbers, precision);
                break;
            case Numbers numbers:
                JsonArrays.WritePacked(json, numbers, precision);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case Values inner:
                json.WriteStartObject();
                WriteMembers(json, inner, lists);
                json.WriteEndObject();
                break;
            case IEnumerable<object> list:
                json.WriteStartArray();
                foreach (var item in list)
                {
                    WriteValue(json, item, precision, lists);
                }

                json.WriteEndArray();
                break;
            case JsonElement element:
                element.WriteTo(json);
                break;
            default:
                throw new ArgumentException($"A message holds no {value.GetType().Name}.");
        }
    }
}
