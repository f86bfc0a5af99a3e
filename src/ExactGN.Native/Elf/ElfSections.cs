using System.Buffers.Binary;

namespace ExactGN.Native.Elf;

/// <summary>One row of an ELF64 section table.</summary>
internal readonly record struct ElfSection(uint Type, ulong Offset, ulong Size, uint Link, uint Info);

/// <summary>
/// The section table of a little-endian ELF64 shared object. Every offset is checked against the bytes at hand:
/// a table that reaches outside them is not read, and <see cref="Body"/> of such a section is empty.
/// </summary>
internal readonly ref struct ElfSections
{
    public const uint Rela = 4;
    public const uint Rel = 9;
    public const uint VersionNeeds = 0x6ffffffe;
    public const uint SymbolVersions = 0x6fffffff;

    private const int HeaderSize = 64;
    private const int RowSize = 64;

    private readonly ReadOnlySpan<byte> _file;
    private readonly ReadOnlySpan<byte> _table;

    private ElfSections(ReadOnlySpan<byte> file, ReadOnlySpan<byte> table)
    {
        _file = file;
        _table = table;
    }

    /// <summary>The number of sections.</summary>
    public int Count => _table.Length / RowSize;

    /// <summary>The section at <paramref name="index"/>, which must be below <see cref="Count"/>.</summary>
    public ElfSection this[int index]
    {
        get
        {
            var row = _table.Slice(index * RowSize, RowSize);
            return new ElfSection(
                Type: BinaryPrimitives.ReadUInt32LittleEndian(row[4..]),
                Offset: BinaryPrimitives.ReadUInt64LittleEndian(row[24..]),
                Size: BinaryPrimitives.ReadUInt64LittleEndian(row[32..]),
                Link: BinaryPrimitives.ReadUInt32LittleEndian(row[40..]),
                Info: BinaryPrimitives.ReadUInt32LittleEndian(row[44..]));
        }
    }

    /// <summary>Reads the table; false when the bytes are no ELF64 little-endian shared object or end too
    /// early.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, out ElfSections sections)
    {
        sections = default;

        // e_ident: magic, class 2 (64 bits), data 1 (little-endian), version 1; then e_type 3 (shared object).
        if (file.Length < HeaderSize || !file.StartsWith("\u007fELF\u0002\u0001\u0001"u8)
            || BinaryPrimitives.ReadUInt16LittleEndian(file[16..]) != 3)
        {
            return false;
        }

        var offset = BinaryPrimitives.ReadUInt64LittleEndian(file[40..]);
        var rowSize = BinaryPrimitives.ReadUInt16LittleEndian(file[58..]);
        var rows = BinaryPrimitives.ReadUInt16LittleEndian(file[60..]);
        var table = Part(file, offset, (ulong)rows * RowSize);
        if (rowSize != RowSize || table.IsEmpty)
        {
            return false;
        }

        sections = new ElfSections(file, table);
        return true;
    }

    /// <summary>The bytes of <paramref name="section"/>; empty when they do not lie inside the file.</summary>
    public ReadOnlySpan<byte> Body(ElfSection section) => Part(_file, section.Offset, section.Size);

    /// <summary>Finds the section of this type; false when there is none, or more than one.</summary>
    public bool TryFindOnly(uint type, out ElfSection section)
    {
        section = default;
        var found = 0;
        for (var i = 0; i < Count; i++)
        {
            if (this[i].Type == type)
            {
                section = this[i];
                found++;
            }
        }

        return found == 1;
    }

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> bytes, ulong offset, ulong length) =>
        offset <= (ulong)bytes.Length && length <= (ulong)bytes.Length - offset
            ? bytes.Slice((int)offset, (int)length)
            : default;
}
