using System.Globalization;
using System.IO.Compression;

namespace ExactGN.Experiments.Oracle;

/// <summary>A NumPy archive (<c>.npz</c>): a zip file of named arrays.</summary>
public sealed class NpzFile
{
    // Far above any array of the reference; an entry that claims more is not unpacked.
    private const long MaxEntry = 1L << 28;

    private readonly string _path;
    private readonly Dictionary<string, OracleArray> _arrays;

    private NpzFile(string path, Dictionary<string, OracleArray> arrays) => (_path, _arrays) = (path, arrays);

    /// <summary>Reads every array of the archive.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is damaged, or an array is not plain finite numbers in C order;
    /// the message names the file and the array.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NpzFile Load(string path)
    {
        using var stream = File.OpenRead(path);
        Dictionary<string, OracleArray> arrays = [];
        var reading = "the archive";
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            foreach (var entry in archive.Entries.Where(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal)))
            {
                var name = entry.FullName[..^".npy".Length];
                reading = $"array '{name}'";
                if (!arrays.TryAdd(name, NpyFormat.Parse(Unpack(entry))))
                {
                    throw new InvalidDataException("it is there twice");
                }
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"'{path}': {reading} cannot be read: {error.Message.TrimEnd('.')}.", error);
        }

        return new(path, arrays);
    }

    /// <summary>The array of that name, which must have that shape.</summary>
    /// <param name="name">The name without <c>.npy</c>.</param>
    /// <param name="shape">The shape that its place demands.</param>
    /// <exception cref="InvalidDataException">There is none, or it has another shape.</exception>
    public OracleArray Array(string name, params long[] shape)
    {
        if (!_arrays.TryGetValue(name, out var array))
        {
            throw new InvalidDataException($"'{_path}': array '{name}' is missing.");
        }

        return array.Shape.SequenceEqual(shape)
            ? array
            : throw new InvalidDataException(
                $"'{_path}': array '{name}' must have shape {OracleArray.Describe(shape)}, got {array}.");
    }

    /// <summary>The same, with a rule that each of its entries must keep.</summary>
    internal OracleArray Array(string name, Func<double, bool> rule, string must, params long[] shape)
    {
        var array = Array(name, shape);
        foreach (var value in array.Values)
        {
            if (!rule(value))
            {
                throw new InvalidDataException(
                    $"'{_path}': array '{name}' must {must}, got {value.ToString(CultureInfo.InvariantCulture)}.");
            }
        }

        return array;
    }

    private static byte[] Unpack(ZipArchiveEntry entry)
    {
        if (entry.Length > MaxEntry)
        {
            throw new InvalidDataException($"it claims {entry.Length} bytes, and at most {MaxEntry} are unpacked");
        }

        var bytes = new byte[entry.Length];
        using var stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }
}
