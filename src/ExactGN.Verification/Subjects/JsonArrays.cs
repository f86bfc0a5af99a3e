using System.Buffers.Binary;
using System.Text.Json;

namespace ExactGN.Verification.Subjects;

/// <summary>Arrays of the protocol: base64 of little-endian numbers, or nested lists. theory/protocol.md.</summary>
internal static class JsonArrays
{
    private const int MostEntries = 1 << 24;

    /// <summary>Reads either form.</summary>
    /// <param name="json">What was sent.</param>
    /// <param name="precision">The dtype that it must have; lists are rounded to it.</param>
    /// <param name="name">What it is, for the message.</param>
    internal static Numbers Read(JsonElement json, Precision precision, string name) => json.ValueKind switch
    {
        JsonValueKind.Object => Packed(json, precision, name),
        JsonValueKind.Array => Listed(json, precision, name),
        _ => throw Malformed(name, "must be an array"),
    };

    /// <summary>Writes base64.</summary>
    internal static void WritePacked(Utf8JsonWriter json, Numbers numbers, Precision precision)
    {
        var width = Width(precision);
        var values = numbers.Values;
        var bytes = new byte[values.Length * width];
        for (var i = 0; i < values.Length; i++)
        {
            if (precision == Precision.Single)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * width), (float)values[i]);
            }
            else
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * width), values[i]);
            }
        }

        json.WriteStartObject();
        json.WriteString("dtype", precision.Name);
        json.WriteStartArray("shape");
        foreach (var length in numbers.Shape)
        {
            json.WriteNumberValue(length);
        }

        json.WriteEndArray();
        json.WriteBase64String("data", bytes);
        json.WriteEndObject();
    }

    /// <summary>Writes nested lists; only finite numbers have them.</summary>
    internal static void WriteListed(Utf8JsonWriter json, Numbers numbers, Precision precision)
    {
        json.WriteStartArray();
        for (var i = 0; i < numbers.RowCount; i++)
        {
            if (numbers.Columns is null)
            {
                json.WriteNumberValue(precision.Round(numbers[i]));
                continue;
            }

            json.WriteStartArray();
            for (var j = 0; j < numbers.ColumnCount; j++)
            {
                json.WriteNumberValue(precision.Round(numbers[i, j]));
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static Numbers Packed(JsonElement json, Precision precision, string name)
    {
        if (!json.TryGetProperty("dtype", out var dtype) || !dtype.ValueEquals(precision.Name))
        {
            throw Malformed(name, $"must have the request's dtype, {precision.Name}");
        }

        if (!json.TryGetProperty("shape", out var lengths) || lengths.ValueKind != JsonValueKind.Array
            || lengths.GetArrayLength() is not (1 or 2)
            || !lengths.EnumerateArray().All(length => length.ValueKind == JsonValueKind.Number
                && length.TryGetInt32(out var value) && value > 0))
        {
            throw Malformed(name, "must have a shape of one or two positive lengths");
        }

        var shape = lengths.EnumerateArray().Select(length => length.GetInt32()).ToArray();
        var count = shape.Aggregate(1L, (product, length) => product * length);
        if (!json.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.String
            || !data.TryGetBytesFromBase64(out var bytes))
        {
            throw Malformed(name, "must have data in base64");
        }

        var width = Width(precision);
        if (count > MostEntries || bytes.Length != count * width)
        {
            throw Malformed(name,
                $"must have {string.Join(" × ", shape)} numbers of {width} bytes, got {bytes.Length} bytes");
        }

        var values = new double[count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = precision == Precision.Single
                ? BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * width))
                : BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(i * width));
        }

        return Numbers.From(shape, values);
    }

    private static Numbers Listed(JsonElement json, Precision precision, string name)
    {
        var rows = json.GetArrayLength();
        if (rows == 0)
        {
            throw Malformed(name, "must not be empty");
        }

        if (json[0].ValueKind != JsonValueKind.Array)
        {
            return Numbers.Vector([.. json.EnumerateArray().Select(item => Entry(item, precision, name))]);
        }

        var columns = json[0].GetArrayLength();
        if (columns == 0 || !json.EnumerateArray().All(row => row.ValueKind == JsonValueKind.Array
            && row.GetArrayLength() == columns))
        {
            throw Malformed(name, "must have rows of one length, and not empty ones");
        }

        return Numbers.Matrix([.. json.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(item =>
            Entry(item, precision, name))], rows, columns);
    }

    private static double Entry(JsonElement item, Precision precision, string name) =>
        item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out var value) ? precision.Round(value)
            : throw Malformed(name, "must hold numbers");

    private static int Width(Precision precision) => precision == Precision.Single ? 4 : 8;

    private static SubjectException Malformed(string name, string rule) => new(Trouble.Malformed, $"'{name}' {rule}");
}
