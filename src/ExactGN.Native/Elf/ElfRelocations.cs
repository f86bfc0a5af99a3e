using System.Buffers.Binary;

namespace ExactGN.Native.Elf;

/// <summary>Which symbol versions the relocations of a shared object use: only those can be missed at run
/// time.</summary>
internal static class ElfRelocations
{
    private const int RowSize = 24;
    private const ushort Hidden = 0x8000;

    /// <summary>
    /// False only when it is certain that no relocation names a symbol of the version with this index;
    /// true also when in doubt.
    /// </summary>
    public static bool MayUse(ElfSections sections, ushort version)
    {
        if (!sections.TryFindOnly(ElfSections.SymbolVersions, out var section))
        {
            return true;
        }

        var versions = sections.Body(section);
        for (var i = 0; i < sections.Count; i++)
        {
            var table = sections[i];
            if (table.Type is not (ElfSections.Rela or ElfSections.Rel))
            {
                continue;
            }

            var rows = sections.Body(table);
            if (table.Type == ElfSections.Rel || (ulong)rows.Length != table.Size || rows.Length % RowSize != 0)
            {
                return true;
            }

            // Elf64_Rela: offset, info, addend of 8 bytes each; the symbol's number is the upper half of info.
            for (; !rows.IsEmpty; rows = rows[RowSize..])
            {
                var at = 2UL * BinaryPrimitives.ReadUInt32LittleEndian(rows[12..]);
                if (at + 2 > (ulong)versions.Length
                    || (BinaryPrimitives.ReadUInt16LittleEndian(versions[(int)at..]) & ~Hidden) == version)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
