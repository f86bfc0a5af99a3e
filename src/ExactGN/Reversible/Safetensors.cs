using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ExactGN;

/// <summary>The safetensors file format: an 8-byte little-endian header length, a JSON header, raw little-endian data. It holds no code.</summary>
/// <remarks>Reads and writes float32 and float64 (F32, F64). https://huggingface.co/docs/safetensors.</remarks>
public static class Safetensors
{
    private const long MaxHeader = 16 << 20;

    private static readonly Dictionary<ScalarType, (string Code, int Size)> Codes = new()
    {
        [ScalarType.Float32] = ("F32", 4),
        [ScalarType.Float64] = ("F64", 8),
    };

    /// <summary>Writes tensors and metadata; the file appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Float32 or float64, any device.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <exception cref="ArgumentException">A tensor has another dtype.</exception>
    public static void Save(string path, IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var entries = tensors.Select(entry => (entry.Name, Tensor: entry.Tensor.detach().cpu().contiguous())).ToArray();
        var header = new JsonObject { ["__metadata__"] = new JsonObject(metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))) };
        var offset = 0L;
        foreach (var (name, tensor) in entries)
        {
            var (code, size) = Codes.TryGetValue(tensor.dtype, out var known)
                ? known
                : throw new ArgumentException($"A safetensors file holds float32 and float64 tensors here, got {tensor.dtype} for '{name}'.");
            var end = offset + size * tensor.numel();
            header[name] = new JsonObject { ["dtype"] = code, ["shape"] = new JsonArray([.. tensor.shape.Select(n => (JsonNode)n)]), ["data_offsets"] = new JsonArray(offset, end) };
            offset = end;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var stream = File.Create(temporary))
            {
                Span<byte> length = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
                stream.Write(length);
                stream.Write(json);
                foreach (var (_, tensor) in entries)
                {
                    stream.Write(tensor.bytes);
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors, on the CPU and in the caller's dispose scope, and the metadata.</returns>
    /// <exception cref="InvalidDataException">The file is not a whole safetensors file of float32 and float64 tensors; the message says where.</exception>
    public static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) Load(string path)
    {
        using var scope = NewDisposeScope();
        using var stream = File.OpenRead(path);
        Span<byte> length = stackalloc byte[8];
        Require(stream.ReadAtLeast(length, 8, throwOnEndOfStream: false) == 8, "it is shorter than the 8 bytes of a header length");
        var headerLength = BinaryPrimitives.ReadInt64LittleEndian(length);
        Require(headerLength is > 0 and <= MaxHeader && headerLength <= stream.Length - 8, $"its header length is {headerLength}, in a file of {stream.Length} bytes");
        var json = new byte[headerLength];
        stream.ReadExactly(json);
        var available = stream.Length - 8 - headerLength;

        Dictionary<string, Tensor> tensors = [];
        Dictionary<string, string> metadata = [];
        try
        {
            using var header = JsonDocument.Parse(json);
            foreach (var entry in header.RootElement.EnumerateObject())
            {
                if (entry.NameEquals("__metadata__"))
                {
                    metadata = entry.Value.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString() ?? "");
                }
                else
                {
                    tensors.Add(entry.Name, Read(entry));
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"'{path}' is not a safetensors file: its header is malformed ({error.Message.TrimEnd('.')}).", error);
        }

        return (tensors.ToDictionary(entry => entry.Key, entry => entry.Value.MoveToOuterDisposeScope()), metadata);

        Tensor Read(JsonProperty entry)
        {
            var code = entry.Value.GetProperty("dtype").GetString();
            var (dtype, size) = Codes.Where(pair => pair.Value.Code == code).Select(pair => (pair.Key, pair.Value.Size)).FirstOrDefault();
            Require(size != 0, $"tensor '{entry.Name}' has dtype {code}, and only F32 and F64 are read");
            var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64()).ToArray();
            var offsets = entry.Value.GetProperty("data_offsets").EnumerateArray().Select(n => n.GetInt64()).ToArray();
            Require(offsets.Length == 2 && offsets[0] >= 0 && offsets[0] <= offsets[1] && offsets[1] <= available, $"tensor '{entry.Name}' lies outside the data");
            var extent = shape.Aggregate((Int128)size, (product, n) => Int128.Min(product * Math.Max(n, 1), long.MaxValue));
            Require(shape.All(n => n >= 0) && extent < long.MaxValue && (shape.Contains(0) ? 0 : extent) == offsets[1] - offsets[0], $"tensor '{entry.Name}' has {offsets[1] - offsets[0]} bytes, which do not fit its shape");
            var tensor = empty(shape, dtype: dtype);
            stream.Position = 8 + headerLength + offsets[0];
            stream.ReadExactly(tensor.bytes);
            return tensor;
        }

        void Require(bool rule, string otherwise)
        {
            if (!rule)
            {
                throw new InvalidDataException($"'{path}' is not a safetensors file that can be read: {otherwise}.");
            }
        }
    }
}
