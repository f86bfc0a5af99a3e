namespace ExactGN.Tests;

/// <summary>Faults of a linear block that is computed without its features: each forgets the column
/// of ones in one place.</summary>
public static class LinearFactorFaults
{
    private static readonly LinearFactors Right = new("right");

    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            "11ᵀ omitted from the factored Gram",
            new LinearFactors("without 11ᵀ") { Gram = (half, x) => Right.Gram(half, x) - (half.HasBias ? 1 : 0) },
            "GN-35"),
        new(
            "1b omitted from the factored output",
            new LinearFactors("without 1b")
            {
                Output = (half, x) => half.HasBias ? Right.Output(half, x) - half.Weight[-1] : Right.Output(half, x),
            },
            "GN-35"),
        new("1ᵀS omitted from the factored update", new LinearFactors("without 1ᵀS")
        {
            Spread = (half, x, s) => Right.Spread(half, x, s) is var spread && half.HasBias
                ? cat([spread[..^1], zeros_like(spread[^1..])])
                : spread,
        }, "GN-35"),
    ];
}
