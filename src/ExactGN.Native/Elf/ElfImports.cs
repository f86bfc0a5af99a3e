using System.Buffers.Binary;

namespace ExactGN.Native.Elf;

/// <summary>
/// The symbols without a version that a shared object takes from others: of TorchSharp's library, those of libtorch.
/// </summary>
/// <param name="Eager">
/// Bound when it is loaded (virtual tables, type information, variables): one that is missing prevents loading.
/// </param>
/// <param name="Lazy">
/// Functions bound at their first call: one that is missing ends the process at that call, and not before.
/// </param>
internal sealed record ElfImports(IReadOnlyList<string> Eager, IReadOnlyList<string> Lazy)
{
    private const int RowSize = 24;
    private const int Weak = 2;

    /// <summary>Reads them from the relocations.</summary>
    /// <exception cref="InvalidDataException">The object is damaged. The message continues the file's name.</exception>
    public static ElfImports Read(ElfFile file)
    {
        var eager = Names(file, ElfFile.Relocations, ElfFile.RelocationsSize);
        var lazy = Names(file, ElfFile.PltRelocations, ElfFile.PltRelocationsSize);

        // DT_BIND_NOW, DF_BIND_NOW and DF_1_NOW bind everything at once.
        var now = file.Values(ElfFile.BindNow).Any()
            || file.Values(ElfFile.Flags).Any(flags => (flags & 8) != 0)
            || file.Values(ElfFile.Flags1).Any(flags => (flags & 1) != 0);
        return now
            ? new([.. eager.Union(lazy)], [])
            : new([.. eager], [.. lazy.Except(eager)]);
    }

    private static HashSet<string> Names(ElfFile file, ulong table, ulong size)
    {
        HashSet<string> names = [];
        if (!file.Values(table).Any())
        {
            return names;
        }

        var rows = file.Read(file.Values(table).First(), file.Values(size).FirstOrDefault());
        var symbols = file.Values(ElfFile.SymbolTable).FirstOrDefault();
        var versions = file.Values(ElfFile.SymbolVersions).FirstOrDefault();
        for (var at = 0; at + RowSize <= rows.Length; at += RowSize)
        {
            // Elf64_Rela: the symbol's number is the upper half of info; 0 is none.
            if (BinaryPrimitives.ReadUInt32LittleEndian(rows.AsSpan(at + 12)) is not (> 0 and var index))
            {
                continue;
            }

            var symbol = file.Read(symbols + ((ulong)RowSize * index), RowSize);
            var undefined = BinaryPrimitives.ReadUInt16LittleEndian(symbol.AsSpan(6)) == 0 && symbol[4] >> 4 != Weak;

            // Versions 0 and 1 are none: those of the C and C++ libraries have one.
            if (undefined && (versions == 0 || BitConverter.ToUInt16(file.Read(versions + (2UL * index), 2)) <= 1))
            {
                names.Add(file.Name(BinaryPrimitives.ReadUInt32LittleEndian(symbol)));
            }
        }

        return names;
    }
}
