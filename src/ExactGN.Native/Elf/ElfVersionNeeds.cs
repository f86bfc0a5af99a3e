using System.Buffers.Binary;
using System.Text;

namespace ExactGN.Native.Elf;

/// <summary>
/// The symbol versions a shared object asks of its libraries (section <c>.gnu.version_r</c>), and the one edit this
/// library makes: a version that nothing depends on can be marked weak, so that a library without it is accepted.
/// </summary>
/// <remarks>
/// The layout is the ELF gABI's with the GNU version extensions: a chain of <c>Verneed</c> records (one per library),
/// each with a chain of <c>Vernaux</c> records (one per version), 16 bytes each. A file that departs from it anywhere
/// has no versions as far as this class goes.
/// </remarks>
internal static class ElfVersionNeeds
{
    private const int RecordSize = 16;
    private const int FlagsOffset = 4;
    private const ushort Weak = 0x2; // VER_FLG_WEAK

    /// <summary>The needed versions, such as <c>GLIBCXX_3.4.32</c>, in file order; empty when the bytes
    /// are not as expected.</summary>
    public static IReadOnlyList<string> Names(ReadOnlySpan<byte> file) =>
        ElfSections.TryRead(file, out var sections) ? [.. Read(sections).Select(need => need.Name)] : [];

    /// <summary>
    /// Marks <paramref name="version"/> weak. True when exactly one flag was changed; false, with the bytes untouched,
    /// when the version is absent, named twice, weak already or used by a relocation, or when the file is not
    /// a well-formed ELF64 little-endian shared object.
    /// </summary>
    public static bool TryMarkWeak(Span<byte> file, string version)
    {
        if (!ElfSections.TryRead(file, out var sections))
        {
            return false;
        }

        Need[] named = [.. Read(sections).Where(need => need.Name == version)];
        if (named is not [var only] || (only.Flags & Weak) != 0 || ElfRelocations.MayUse(sections, only.Index))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(file[only.FlagsAt..], (ushort)(only.Flags | Weak));
        return true;
    }

    private static List<Need> Read(ElfSections sections)
    {
        if (!sections.TryFindOnly(ElfSections.VersionNeeds, out var section) || section.Link >= sections.Count)
        {
            return [];
        }

        var body = sections.Body(section);
        var names = sections.Body(sections[(int)section.Link]);
        if (section.Info > body.Length / RecordSize)
        {
            return [];
        }

        var needs = new List<Need>();
        var at = 0UL;
        for (var library = 0U; library < section.Info; library++)
        {
            if (!Fits(body, at))
            {
                return [];
            }

            var record = body.Slice((int)at, RecordSize);
            var versions = BinaryPrimitives.ReadUInt16LittleEndian(record[2..]);
            var aux = at + BinaryPrimitives.ReadUInt32LittleEndian(record[8..]);
            for (var i = 0; i < versions; i++)
            {
                // Records do not overlap, so there are never more than fit in the section:
                // this also bounds the work on a hostile file.
                if (!Fits(body, aux) || needs.Count >= body.Length / RecordSize)
                {
                    return [];
                }

                var entry = body.Slice((int)aux, RecordSize);
                if (!TryName(names, entry, out var name))
                {
                    return [];
                }

                var flags = BinaryPrimitives.ReadUInt16LittleEndian(entry[FlagsOffset..]);
                var index = BinaryPrimitives.ReadUInt16LittleEndian(entry[6..]);
                needs.Add(new Need(name, (int)section.Offset + (int)aux + FlagsOffset, flags, index));
                aux += BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]);
            }

            at += BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        }

        return needs;
    }

    private static bool TryName(ReadOnlySpan<byte> names, ReadOnlySpan<byte> entry, out string name)
    {
        name = "";
        var at = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
        if (at >= (uint)names.Length || names[(int)at..].IndexOf((byte)0) is not (> 0 and < 256 and var length))
        {
            return false;
        }

        var bytes = names.Slice((int)at, length);
        name = Encoding.ASCII.GetString(bytes);
        return Hash(bytes) == BinaryPrimitives.ReadUInt32LittleEndian(entry);
    }

    // The System V hash, which each entry carries beside its name: a cheap proof that the name was read from the right
    // place.
    private static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = 0U;
        foreach (var letter in name)
        {
            hash = (hash << 4) + letter;
            var high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }

    private static bool Fits(ReadOnlySpan<byte> body, ulong at) => at % 4 == 0 && at + RecordSize <= (ulong)body.Length;

    private readonly record struct Need(string Name, int FlagsAt, ushort Flags, ushort Index);
}
