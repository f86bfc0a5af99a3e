using System.Reflection;

namespace ExactGN.Tests;

/// <summary>
/// The whole matrix fault × property, beyond the pairs that theory/ promises: which other claims' properties happen to see a fault. Part of the 1,000-case run,
/// or on demand; written as evidence, with nothing to pass.
/// </summary>
[Trait("Category", "Full")]
public sealed class FaultMatrixTests
{
    private const int Cases = 20;

    [SkippableFact]
    public void The_whole_matrix_of_faults_and_claims_is_written()
    {
        Skip.IfNot(
            Steering.Cases >= 1000 || Environment.GetEnvironmentVariable("EXACTGN_MATRIX") is { Length: > 0 },
            "The whole matrix takes many minutes: set EXACTGN_MATRIX=1, or EXACTGN_CASES=1000.");

        Evidence.Write("faults-elsewhere", (
            from fault in FaultCatalogue.All
            from pair in Ledger.Properties
            where !fault.Claims.Contains(pair.Claim) && FaultJudge.Accepts(pair.Method, fault.Subject) && !pair.Method.GetCustomAttribute<ClaimAttribute>()!.SingleOnly
            let rejection = FaultJudge.Rejection(pair.Method, fault.Subject, Math.Min(Cases, Ledger.CasesOf(pair.Method.Name)), planted: false)
            where rejection is not null
            select new { fault = fault.Name, claim = pair.Claim, @by = rejection }).ToArray());
    }
}
