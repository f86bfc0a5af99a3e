using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ExactGN.Networks;

/// <summary>What a safetensors file's header says: names, dtypes, shapes and places of its tensors, and free text.
/// Reading and writing have the same rules, because what is written is read first.</summary>
/// <param name="Entries">The tensors, in the order of their data.</param>
/// <param name="Metadata">Free text by key.</param>
internal sealed record SafetensorsHeader(
    IReadOnlyList<SafetensorsHeader.Entry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The longest header that is read or written.</summary>
    internal const long MostBytes = 16 << 20;

    private const string MetadataKey = "__metadata__";

    private static readonly Dictionary<ScalarType, (string Code, int Size)> Codes = new()
    {
        [ScalarType.Float32] = ("F32", 4),
        [ScalarType.Float64] = ("F64", 8),
    };

    // Names are data, and a lone half of a surrogate pair is no text.
    private static readonly Encoding Strict = Encoding.GetEncoding(
        "utf-8", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    /// <summary>One tensor.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Dtype">Float32 or float64.</param>
    /// <param name="Shape">Its shape.</param>
    /// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
    /// <param name="End">Where they end.</param>
    internal sealed record Entry(string Name, ScalarType Dtype, long[] Shape, long Begin, long End);

    /// <summary>Lays tensors out: wide numbers first, so that each lies on a boundary of its own size,
    /// one after the other.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <returns>The header and its bytes, ended by spaces so that the data begins on a boundary of 8 bytes.</returns>
    /// <exception cref="ArgumentException">A reader would refuse it; the message says why.</exception>
    internal static (SafetensorsHeader Header, byte[] Bytes) Of(
        IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var text = new JsonObject
        {
            [MetadataKey] = new JsonObject(
                metadata.Select(pair => KeyValuePair.Create(Text(pair.Key), (JsonNode?)Text(pair.Value)))),
        };
        foreach (var (name, tensor) in tensors)
        {
            if (WithoutNumbers(tensor) is { } kind)
            {
                throw new ArgumentException(
                    $"A safetensors file holds dense tensors with numbers here, got {kind} for '{name}'.");
            }
        }

        var offset = 0L;
        foreach (var (name, tensor) in tensors.OrderByDescending(entry => entry.Tensor.element_size()))
        {
            Require(name != MetadataKey, $"no tensor may be called '{MetadataKey}', the name of the free text");
            var (code, size) = Codes.TryGetValue(tensor.dtype, out var known)
                ? known
                : throw new ArgumentException(
                    $"A safetensors file holds float32 and float64 tensors here, got {tensor.dtype} for '{name}'.");
            var end = offset + size * tensor.numel();
            Require(!text.ContainsKey(Text(name)), $"every tensor needs a name of its own, got '{name}' twice");
            text[name] = new JsonObject
            {
                ["dtype"] = code,
                ["shape"] = new JsonArray([.. tensor.shape.Select(n => (JsonNode)n)]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(text);
        var bytes = new byte[(json.Length + 7) / 8 * 8];
        json.CopyTo(bytes, 0);
        bytes.AsSpan(json.Length).Fill((byte)' ');
        Require(bytes.Length <= MostBytes, $"its header, {bytes.Length:N0} bytes, must have at most {MostBytes:N0}");
        try
        {
            return (Parse(bytes, offset), bytes);
        }
        catch (FormatException error)
        {
            throw new ArgumentException($"A safetensors file must be one that can be read: {error.Message}.", error);
        }

        static string? WithoutNumbers(Tensor? tensor) =>
            tensor is null ? "null"
            : tensor.IsInvalid ? "a disposed tensor"
            : tensor.is_sparse ? $"a sparse tensor of shape [{string.Join(", ", tensor.shape)}]"
            : tensor.device_type == DeviceType.META ? $"a tensor on META of shape [{string.Join(", ", tensor.shape)}]"
            : null;

        static void Require(bool rule, string otherwise)
        {
            if (!rule)
            {
                throw new ArgumentException($"A safetensors file must be one that can be read: {otherwise}.");
            }
        }

        static string Text(string? text)
        {
            try
            {
                Strict.GetByteCount(text ?? throw new ArgumentException(
                    "A safetensors file must be one that can be read: names and free text may not be null."));
                return text;
            }
            catch (EncoderFallbackException error)
            {
                throw new ArgumentException(
                    $"A safetensors file must be one that can be read: '{JavaScriptEncoder.Default.Encode(text!)}' has "
                    + "half of a surrogate pair, which no UTF-8 holds.",
                    error);
            }
        }
    }

    /// <summary>Reads a header.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="available">The bytes of data behind it.</param>
    /// <exception cref="FormatException">A rule is broken; the message says which, without a full stop.</exception>
    internal static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, long available)
    {
        List<Entry> entries = [];
        Dictionary<string, string> metadata = [];
        try
        {
            using var header = JsonDocument.Parse(json);
            var sawMetadata = false;
            foreach (var entry in header.RootElement.EnumerateObject())
            {
                if (entry.NameEquals(MetadataKey))
                {
                    Require(!sawMetadata, $"'{MetadataKey}' is there twice");
                    sawMetadata = true;
                    foreach (var pair in entry.Value.EnumerateObject())
                    {
                        Require(
                            pair.Value.ValueKind == JsonValueKind.String, $"the free text '{pair.Name}' is no text");
                        Require(
                            metadata.TryAdd(pair.Name, pair.Value.GetString()!),
                            $"the free text '{pair.Name}' is there twice");
                    }
                }
                else
                {
                    entries.Add(Read(entry, available));
                }
            }
        }
        catch (Exception error) when (error is JsonException
            or InvalidOperationException or KeyNotFoundException or ArgumentException or OverflowException)
        {
            throw new FormatException($"its header is malformed ({error.Message.TrimEnd('.')})", error);
        }

        HashSet<string> names = [];
        var end = 0L;
        Entry[] ordered = [.. entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)];
        foreach (var entry in ordered)
        {
            Require(names.Add(entry.Name), $"tensor '{entry.Name}' is there twice");
            Require(
                entry.Begin == end,
                entry.Begin < end
                    ? $"tensor '{entry.Name}' begins at byte {entry.Begin} of the data, where another one lies"
                    : $"bytes {end} to {entry.Begin} of the data belong to no tensor");
            end = entry.End;
        }

        Require(end == available, $"bytes {end} to {available} of the data belong to no tensor");
        return new(ordered, metadata);
    }

    private static Entry Read(JsonProperty entry, long available)
    {
        var code = entry.Value.GetProperty("dtype").GetString();
        var (dtype, size) = Codes.Where(pair => pair.Value.Code == code)
            .Select(pair => (pair.Key, pair.Value.Size))
            .FirstOrDefault();
        Require(size != 0, $"tensor '{entry.Name}' has dtype {code}, and only F32 and F64 are read");
        var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(Whole).ToArray();
        var offsets = entry.Value.GetProperty("data_offsets").EnumerateArray().Select(Whole).ToArray();
        Require(
            offsets.Length == 2 && offsets[0] >= 0 && offsets[0] <= offsets[1] && offsets[1] <= available,
            $"tensor '{entry.Name}' lies outside the data");
        var extent = shape.Aggregate((Int128)size, (product, n) => Int128.Min(product * Math.Max(n, 1), long.MaxValue));
        Require(
            shape.All(n => n >= 0)
            && extent < long.MaxValue
            && (shape.Contains(0) ? 0 : extent) == offsets[1] - offsets[0],
            $"tensor '{entry.Name}' has {offsets[1] - offsets[0]} bytes, which do not fit its shape");
        return new(entry.Name, dtype, shape, offsets[0], offsets[1]);

        long Whole(JsonElement number) =>
            number.TryGetInt64(out var whole)
                ? whole
                : throw new FormatException($"tensor '{entry.Name}' has the number {number}, which is not whole");
    }

    private static void Require(bool rule, string otherwise)
    {
        if (!rule)
        {
            throw new FormatException(otherwise);
        }
    }
}
