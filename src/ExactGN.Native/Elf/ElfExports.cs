using System.Buffers.Binary;
using System.Text;

namespace ExactGN.Native.Elf;

/// <summary>
/// The symbols that a shared object defines for others, found by its GNU hash table as the system's loader finds them.
/// </summary>
internal sealed class ElfExports
{
    private const int SymbolSize = 24;

    private readonly ElfFile _file;
    private readonly ulong _symbols;
    private readonly ulong _buckets;
    private readonly ulong _chains;
    private readonly uint _bucketCount;
    private readonly uint _first;

    /// <summary>Reads the table's head.</summary>
    /// <exception cref="InvalidDataException">
    /// The object has no such table. The message continues the file's name.
    /// </exception>
    public ElfExports(ElfFile file)
    {
        _file = file;
        _symbols = Only(ElfFile.SymbolTable);
        var table = Only(ElfFile.GnuHash);
        var head = file.Read(table, 16);
        _bucketCount = BinaryPrimitives.ReadUInt32LittleEndian(head);
        _first = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4));
        _buckets = table + 16 + (8UL * BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(8)));
        _chains = _buckets + (4UL * _bucketCount);
    }

    /// <summary>The address of a defined symbol; null when it is not defined here.</summary>
    public ulong? Find(string name)
    {
        if (_bucketCount == 0)
        {
            return null;
        }

        var hash = Hash(Encoding.UTF8.GetBytes(name));
        var index = UInt32At(_buckets + (4UL * (hash % _bucketCount)));
        if (index < _first)
        {
            return null;
        }

        for (; ; index++)
        {
            // The lowest bit of a link says that the chain ends with it.
            var link = UInt32At(_chains + (4UL * (index - _first)));
            if ((link | 1) == (hash | 1) && Defined(index, name) is { } address)
            {
                return address;
            }

            if ((link & 1) != 0)
            {
                return null;
            }
        }
    }

    // Elf64_Sym: name of 4 bytes, info and other of 1, section of 2 (0 is undefined), value and size of 8.
    private ulong? Defined(uint index, string name)
    {
        var symbol = _file.Read(_symbols + ((ulong)SymbolSize * index), SymbolSize);
        var defined = BinaryPrimitives.ReadUInt16LittleEndian(symbol.AsSpan(6)) != 0;
        return defined && _file.Name(BinaryPrimitives.ReadUInt32LittleEndian(symbol)) == name
            ? BinaryPrimitives.ReadUInt64LittleEndian(symbol.AsSpan(8))
            : null;
    }

    private uint UInt32At(ulong address) => BinaryPrimitives.ReadUInt32LittleEndian(_file.Read(address, 4));

    private ulong Only(ulong tag) => _file.Values(tag).Cast<ulong?>().FirstOrDefault()
        ?? throw new InvalidDataException("has no GNU hash table of its symbols");

    private static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = 5381U;
        foreach (var letter in name)
        {
            hash = unchecked((hash * 33) + letter);
        }

        return hash;
    }
}
