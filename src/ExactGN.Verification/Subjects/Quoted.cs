namespace ExactGN.Verification.Subjects;

/// <summary>What a stranger sent, made fit for one line of ours.</summary>
internal static class Quoted
{
    private const int Longest = 120;

    /// <summary>Its first characters, with nothing that steers a terminal.</summary>
    /// <param name="text">Anything.</param>
    internal static string Short(string text)
    {
        var plain = string.Concat(text.Take(Longest).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return text.Length > Longest ? plain + "…" : plain;
    }
}
