namespace ExactGN.Tests;

/// <summary>theory/laws.md: what each law of the kit needs, and what it rests on, as the code says.</summary>
internal static class LawIndex
{
    /// <summary>The page's name in theory/.</summary>
    internal const string FileName = "laws.md";

    private const int Width = 110;

    private const string Head = """
        # What each law needs

        A law is asked of whoever offers its operations and makes its promises
        ([verification](verification.md) says how it is judged, [protocol](protocol.md) what the operations are).
        *Required* of whoever offers these are laws that need no promise; the others are *optional*.
        A law that rests on a rejected one is *shadowed*.
        The page is written from the code by `EXACTGN_ACCEPT=1 dotnet test -c Release --filter LawIndex`.
        """;

    /// <summary>The page as it must be.</summary>
    internal static string Text { get; } = string.Join('\n',
    [
        Head,
        .. from law in LawBook.All
           group law by law.Family into family
           select $"\n**{Words(family.Key)}**, {Scope(family.Key)}\n\n{string.Join('\n', family.Select(Item))}",
        "",
    ]);

    private static string Item(Law law) =>
        $"* **{law.Id}** {law.Title}.\n"
        + Wrapped($"*Needs:* {string.Join(", ", law.Operations.Select(name => $"`{name}`"))}"
            + $"{string.Concat(law.Needs.Select(need => $", {need.Name}"))}.")
        + (law.RestsOn.Count == 0 ? "" : $"\n{Wrapped($"*Rests on:* {string.Join(", ", law.RestsOn)}.")}");

    private static string Words(LawFamily family) => family switch
    {
        LawFamily.LeastSquares => "Least squares",
        LawFamily.GaussNewton => "Gauss-Newton steps",
        _ => $"{family}",
    };

    private static string Scope(LawFamily family) => family switch
    {
        LawFamily.Map or LawFamily.Tangents or LawFamily.Kernels or LawFamily.GaussNewton =>
            "universal: of any differentiable map.",
        LawFamily.Chains => "of any reversible network in blocks, which the kit supplies.",
        _ => "of these alone.",
    };

    // Broken after commas.
    private static string Wrapped(string words)
    {
        List<string> lines = ["  "];
        foreach (var piece in words.Split(", "))
        {
            var next = lines[^1].Length > 2 ? $"{lines[^1]}, {piece}" : $"  {piece}";
            if (next.Length >= Width)
            {
                lines[^1] += ",";
                lines.Add($"  {piece}");
            }
            else
            {
                lines[^1] = next;
            }
        }

        return string.Join('\n', lines);
    }
}
