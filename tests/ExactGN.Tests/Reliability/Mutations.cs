namespace ExactGN.Tests.Reliability;

/// <summary>A damaged file: which of the sound ones, and one to four edits.</summary>
/// <param name="Seed">Chooses the sound file.</param>
/// <param name="Edits">In order.</param>
public sealed record Mutation(int Seed, Edit[] Edits)
{
    /// <summary>The damaged bytes.</summary>
    public byte[] Of(IReadOnlyList<byte[]> sound) =>
        Edits.Aggregate(sound[Seed % sound.Count], (content, edit) => edit.Of(content));

    public override string ToString() =>
        $"file {Seed}: "
        + $"{string.Join("; ", Edits.Select(edit => $"{edit.Kind} {edit.Length} at {edit.At:r} with {edit.Value}"))}";
}

/// <summary>Draws mutations and shrinks them to fewer edits.</summary>
public static class Mutations
{
    // Half of the edits near the beginning, where formats have their headers.
    private static readonly Gen<Edit> OneEdit =
        from kind in Gen.Elements(Enum.GetValues<EditKind>())
        from at in Gen.Choose(0, 999_999)
        from early in Gen.Elements(true, false)
        from length in Gen.Frequency((4, Gen.Choose(1, 4)), (1, Gen.Choose(5, 2000)))
        from value in Gen.Choose(0, 255)
        select new Edit(kind, at / 1e6 * (early ? 0.02 : 1), length, (byte)value);

    private static readonly Gen<Mutation> OneToFour =
        from seed in Gen.Choose(0, 99)
        from count in Gen.Choose(1, 4)
        from edits in OneEdit.ArrayOf(count)
        select new Mutation(seed, edits);

    public static Arbitrary<Mutation> All() => Arb.From(OneToFour, Fewer);

    private static IEnumerable<Mutation> Fewer(Mutation mutation) =>
        mutation.Edits.Length < 2
            ? []
            : mutation.Edits.Select((_, i) => mutation with { Edits = [.. mutation.Edits.Where((_, k) => k != i)] });
}
