using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ExactGN.Native.Elf;

/// <summary>
/// A shared object for x86-64 Linux as its loader sees it: segments and the dynamic table. Only what is asked for is
/// read, so a library of gigabytes costs no more than a small one.
/// </summary>
internal sealed class ElfFile : IDisposable
{
    public const ulong Needed = 1;
    public const ulong PltRelocationsSize = 2;
    public const ulong StringTable = 5;
    public const ulong SymbolTable = 6;
    public const ulong Relocations = 7;
    public const ulong RelocationsSize = 8;
    public const ulong OldRunPath = 15;
    public const ulong PltRelocations = 23;
    public const ulong BindNow = 24;
    public const ulong RunPath = 29;
    public const ulong Flags = 30;
    public const ulong GnuHash = 0x6ffffef5;
    public const ulong SymbolVersions = 0x6ffffff0;
    public const ulong Flags1 = 0x6ffffffb;

    private const int HeaderSize = 64;
    private const int SegmentSize = 56;
    private const int SectionSize = 64;
    private const uint Load = 1;
    private const uint Dynamic = 2;
    private const int LongestTable = 1 << 26;
    private const int LongestName = 4096;

    private readonly SafeFileHandle _handle;
    private readonly long _length;
    private readonly Segment[] _segments;
    private readonly (ulong Tag, ulong Value)[] _dynamic;

    private ElfFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
        _length = RandomAccess.GetLength(handle);
        _segments = Segments();
        _dynamic = DynamicTable();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>
    /// Opens a file and checks that all of its segments lie inside it: the system's loader would end the process.
    /// </summary>
    /// <exception cref="InvalidDataException">
    /// It is no such object, or it is cut. The message continues the file's name.
    /// </exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static ElfFile Open(string path)
    {
        var handle = File.OpenHandle(path);
        try
        {
            return new ElfFile(path, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>The values of a tag of the dynamic table, in file order.</summary>
    public IEnumerable<ulong> Values(ulong tag) => _dynamic.Where(row => row.Tag == tag).Select(row => row.Value);

    /// <summary>The names behind a tag, such as <see cref="Needed"/>.</summary>
    public IEnumerable<string> Names(ulong tag) => Values(tag).Select(Name);

    /// <summary>The text at an offset of the string table.</summary>
    public string Name(ulong offset)
    {
        var at = Position(Values(StringTable).FirstOrDefault() + offset);
        var bytes = new byte[(int)Math.Clamp(_length - at, 0, LongestName)];
        var read = RandomAccess.Read(_handle, bytes, at);
        return bytes.AsSpan(0, read).IndexOf((byte)0) is >= 0 and var end
            ? Encoding.UTF8.GetString(bytes, 0, end)
            : throw new InvalidDataException("has a name without an end");
    }

    /// <summary>Reads bytes at an address of the loaded image.</summary>
    public byte[] Read(ulong address, ulong count) => ReadAt(Position(address), count);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _handle.Dispose();

    private Segment[] Segments()
    {
        var header = _length < HeaderSize ? throw new InvalidDataException("is no shared library")
            : ReadAt(0, HeaderSize);

        // e_ident: magic, class 2 (64 bits), data 1 (little-endian), version 1; then e_type 3 (shared object),
        // e_machine 62 (x86-64).
        if (!header.AsSpan().StartsWith("\u007fELF\u0002\u0001\u0001"u8)
            || BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(16)) != 3
            || BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(18)) != 62
            || BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(54)) != SegmentSize)
        {
            throw new InvalidDataException("is no shared library for x86-64 Linux");
        }

        var at = BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(32));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(56));
        MustReach(at, (ulong)count * SegmentSize);

        // The table of sections, where there is one, lies near the end: it shows a cut that spares the segments.
        var sections = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(60));
        MustReach(BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(40)), (ulong)sections * SectionSize);
        var table = ReadAt((long)at, (ulong)count * SegmentSize);
        Segment[] segments =
            [.. Enumerable.Range(0, count).Select(i => Segment.Parse(table.AsSpan(i * SegmentSize, SegmentSize)))];
        foreach (var segment in segments)
        {
            MustReach(segment.Offset, segment.Size);
        }

        return segments;
    }

    private (ulong Tag, ulong Value)[] DynamicTable()
    {
        if (_segments.FirstOrDefault(segment => segment.Type == Dynamic) is not { Size: > 0 } segment)
        {
            throw new InvalidDataException("is no shared library: it has no dynamic table");
        }

        // Elf64_Dyn: tag and value of 8 bytes; tag 0 ends the table.
        var table = ReadAt((long)segment.Offset, segment.Size);
        return
        [
            .. Enumerable.Range(0, table.Length / 16)
                .Select(i => (Tag: Word(table, 2 * i), Value: Word(table, (2 * i) + 1)))
                .TakeWhile(row => row.Tag != 0),
        ];

        static ulong Word(byte[] table, int index) => BinaryPrimitives.ReadUInt64LittleEndian(table.AsSpan(8 * index));
    }

    private void MustReach(ulong offset, ulong size)
    {
        if (offset > (ulong)_length || size > (ulong)_length - offset)
        {
            throw new InvalidDataException($"is cut: it needs {(UInt128)offset + size} bytes and has {_length}");
        }
    }

    private long Position(ulong address) =>
        _segments.FirstOrDefault(segment => segment.Type == Load && segment.Holds(address)) is { Size: > 0 } found
            ? (long)(found.Offset + (address - found.Address))
            : throw new InvalidDataException($"is damaged: the address {address:x} lies outside its segments");

    private byte[] ReadAt(long at, ulong count)
    {
        if (count > LongestTable)
        {
            throw new InvalidDataException($"is damaged: a table of {count} bytes");
        }

        var bytes = new byte[count];
        for (var read = 0; read < bytes.Length;)
        {
            var more = RandomAccess.Read(_handle, bytes.AsSpan(read), at + read);
            read += more > 0 ? more : throw new InvalidDataException("is cut");
        }

        return bytes;
    }

    private readonly record struct Segment(uint Type, ulong Offset, ulong Address, ulong Size)
    {
        public bool Holds(ulong address) => Address <= address && address - Address < Size;

        public static Segment Parse(ReadOnlySpan<byte> row) => new(
            BinaryPrimitives.ReadUInt32LittleEndian(row),
            BinaryPrimitives.ReadUInt64LittleEndian(row[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(row[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(row[32..]));
    }
}
