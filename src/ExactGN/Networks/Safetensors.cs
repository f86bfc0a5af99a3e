using System.Buffers.Binary;

namespace ExactGN.Networks;

/// <summary>The safetensors file format: an 8-byte little-endian header length, a JSON header, raw little-endian data
/// that the tensors cover exactly once. It holds no code.</summary>
/// <remarks>Reads and writes float32 and float64 (F32, F64) of any size, piece by piece; what reading would refuse
/// is not written. https://huggingface.co/docs/safetensors.</remarks>
[Equation("a saved network is the same network")]
public static class Safetensors
{
    // A tensor's bytes are handed over in pieces: no array and no span has more than 2 GiB.
    private const long Piece = 1 << 26;

    /// <summary>Writes tensors and metadata; the file appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Float32 or float64, any device, each with a name of its own.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <exception cref="ArgumentException">A tensor has another dtype, is null, disposed, sparse or without numbers,
    /// or the file could not be read again: a name that is there twice, is "__metadata__" or no text.</exception>
    /// <exception cref="IOException">The file cannot be written; an earlier one stays.</exception>
    public static void Save(
        string path, IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(metadata);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var given = tensors.ToArray();
        var (header, bytes) = SafetensorsHeader.Of(given, metadata);
        var named = given.ToDictionary(entry => entry.Name, entry => entry.Tensor);
        WholeFile.Write(path, place =>
        {
            // For writing alone: a pipe that is opened for both waits for no reader, and what is written is lost.
            using var stream = new FileStream(place, FileMode.Create, FileAccess.Write, FileShare.None);
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
            stream.Write(length);
            stream.Write(bytes);
            foreach (var entry in header.Entries)
            {
                using var inner = NewDisposeScope();
                InPieces(named[entry.Name].detach().cpu().contiguous(), Piece, part => stream.Write(part.bytes));
            }
        }, flushToDisk: true);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors, on the CPU and in the caller's dispose scope, and the metadata.</returns>
    /// <exception cref="InvalidDataException">The file is not a whole safetensors file of float32 and float64 tensors;
    /// the message says where.</exception>
    public static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) Load(string path)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var stream = File.OpenRead(path);
        Span<byte> length = stackalloc byte[8];
        Require(
            stream.ReadAtLeast(length, 8, throwOnEndOfStream: false) == 8,
            "it is shorter than the 8 bytes of a header length");
        var headerLength = BinaryPrimitives.ReadInt64LittleEndian(length);
        Require(
            headerLength is > 0 and <= SafetensorsHeader.MostBytes && headerLength <= stream.Length - 8,
            $"its header length is {headerLength}, in a file of {stream.Length} bytes");
        var json = new byte[headerLength];
        stream.ReadExactly(json);
        SafetensorsHeader header;
        try
        {
            header = SafetensorsHeader.Parse(json, stream.Length - 8 - headerLength);
        }
        catch (FormatException error)
        {
            // Names, and what the JSON reader quotes, may hold anything.
            throw new InvalidDataException(
                $"'{path}' is not a safetensors file that can be read: {error.Message.ReplaceLineEndings(" ")}.",
                error);
        }

        Dictionary<string, Tensor> tensors = [];
        foreach (var (name, dtype, shape, _, _) in header.Entries)
        {
            var tensor = empty(shape, dtype: dtype);
            InPieces(tensor, Piece, part => stream.ReadExactly(part.bytes));
            tensors.Add(name, tensor.MoveToOuterDisposeScope());
        }

        return (tensors, header.Metadata.ToDictionary());

        void Require(bool rule, string otherwise)
        {
            if (!rule)
            {
                throw new InvalidDataException($"'{path}' is not a safetensors file that can be read: {otherwise}.");
            }
        }
    }

    /// <summary>A tensor's numbers in order, some at a time.</summary>
    /// <param name="tensor">Row-major.</param>
    /// <param name="most">As many at a time, and the rest at last.</param>
    /// <param name="take">Takes a part, a vector of the tensor's own memory that is freed afterwards.</param>
    internal static void InPieces(Tensor tensor, long most, Action<Tensor> take)
    {
        var flat = tensor.view(-1);
        for (var begin = 0L; begin < flat.numel(); begin += most)
        {
            using var part = flat.narrow(0, begin, Math.Min(most, flat.numel() - begin));
            take(part);
        }
    }
}
