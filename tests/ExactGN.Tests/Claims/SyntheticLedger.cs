namespace ExactGN.Tests;

/// <summary>Two theorems and an empirical claim, and evidence about them.</summary>
internal static class SyntheticLedger
{
    internal static ClaimLedger Ledger { get; } = new([Chapter.Parse("squares", """
        # Squares

        Let `x_L` be *the* state, see [elsewhere](squares.md) and SQ-2.

        | a | b |
        |---|---|
        | 1 | 2 |

        * one
        * *Two:* all *of
          it*, but not x*
          and y*

        So:

            y = x_L

        ```csharp
        var y_L = "<*a*>";

        var SQ = y_L;
        ```

        ## Claims

        ### SQ-1 One
        **Kind.** theorem
        **Statement.** x ∈ ℝ^{n×d} & a < b.

        ### SQ-2 Two
        **Kind.** theorem
        **Statement.** As SQ-1.

        ### SQ-3 Three
        **Kind.** empirical
        **Statement.** Perhaps.
        """)]);

    internal static ClaimIndex Index { get; } = new(
        [new("SQ-1", ["A", "B"], ["sign", "scale"]), new("SQ-2", ["C"], ["sign"])]);

    internal static ClaimStandings Join(params IReadOnlyList<PropertyEvidence> properties) => Join(properties, []);

    internal static ClaimStandings Join(
        IReadOnlyList<PropertyEvidence> properties,
        IReadOnlyList<FaultEvidence> faults,
        params FaultEvidence[] elsewhere) =>
            ClaimStandings.Join(Ledger, Index, new("evidence", properties, faults, elsewhere, null));

    internal static PropertyEvidence Evidence(
        string claim,
        string property,
        double ratio,
        double threshold = 30,
        bool holds = true,
        string? worst = "(1,3,7)") =>
            new(
                claim, property, holds, 100, ratio, threshold, "Recipe { <Seed> = 1 }", worst, "(5,7)", null, "cpu",
                1.5,
                "0.1", "10.0", CodeVersion.Current);
}
