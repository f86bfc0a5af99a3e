namespace ExactGN.Tests;

/// <summary>
/// The whole matrix fault × property, beyond the pairs that theory/ promises: which other properties happen to see a fault. Written as evidence, with nothing to
/// pass but that each fault is seen somewhere.
/// </summary>
[Trait("Category", "Full")]
public sealed class FaultMatrixTests
{
    [SkippableFact]
    public void Every_fault_is_seen_by_some_property_and_the_matrix_is_written()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("EXACTGN_MATRIX") is { Length: > 0 }, "The whole matrix takes many minutes: set EXACTGN_MATRIX=1.");

        var matrix = (
            from fault in FaultCatalogue.All
            from pair in Ledger.Properties
            where FaultJudge.Accepts(pair.Method, fault.Subject)
            let promised = fault.Claims.Contains(pair.Claim)
            // A fault need work in float32 only where it was planted: torch ends the process where dtypes mix in a product.
            let rejection = FaultJudge.Rejection(pair.Method, fault.Subject, Math.Min(100, Ledger.CasesOf(pair.Method.Name)), doubleOnly: !promised)
            select new { fault = fault.Name, promised, claim = pair.Claim, property = pair.Method.Name, rejected = rejection is not null, seenBy = rejection }).ToArray();

        Evidence.Write("matrix", matrix);
        Assert.Empty(FaultCatalogue.All.Select(fault => fault.Name).Except(matrix.Where(cell => cell.rejected).Select(cell => cell.fault)));
    }
}
