using System.Reflection;

namespace ExactGN.Tests;

/// <summary>
/// The whole matrix fault × property, beyond the pairs that theory/ promises: which other claims' properties
/// happen to see a fault. Part of the 1,000-case run, or on demand. The promised pairs must reject here as well;
/// the others are evidence, which must arrive whole.
/// </summary>
[Trait("Category", "Full")]
public sealed class FaultMatrixTests
{
    private const int Cases = 20;

    [SkippableFact]
    public void In_the_whole_matrix_every_fault_is_rejected_by_its_own_claims_and_every_other_rejection_is_written()
    {
        Skip.IfNot(
            Steering.Cases >= 1000 || Environment.GetEnvironmentVariable("EXACTGN_MATRIX") is { Length: > 0 },
            "The whole matrix takes many minutes: set EXACTGN_MATRIX=1, or EXACTGN_CASES=1000.");

        var judged = (
            from fault in FaultCatalogue.All
            from pair in Ledger.Properties
            where FaultJudge.Accepts(pair.Method, fault.Subject)
            let own = fault.Claims.Contains(pair.Claim)
            where own || !pair.Method.GetCustomAttribute<ClaimAttribute>()!.SingleOnly
            let cases = Ledger.CasesOf(pair.Method.Name)
            let rejection = FaultJudge.Rejection(
                pair.Method, fault.Subject, own ? cases : Math.Min(Cases, cases), planted: own)
            select (Own: own, Fault: fault.Name, pair.Claim, By: rejection)).Concat(
            from fault in FaultCatalogue.All
            from law in Ledger.Laws.Select(pair => pair.Law).Distinct()
            where FaultJudge.LawOf(law.Id, fault.Subject) is not null
            let own = fault.Claims.Contains(law.Id)
            let cases = own ? Steering.Cases : Math.Min(Cases, Steering.Cases)
            select (Own: own, Fault: fault.Name, Claim: law.Id, By: FaultJudge.Rejection(
                law, fault.Subject, cases, planted: own))).ToArray();

        var elsewhere = judged.Where(entry => !entry.Own && entry.By is not null)
            .Select(entry => new FaultEvidence(entry.Fault, entry.Claim, entry.By!, CodeVersion.Current))
            .ToArray();
        Evidence.Write("faults-elsewhere", elsewhere.Select(
            entry => new { fault = entry.Fault, claim = entry.Claim, @by = entry.By, code = entry.Code }));

        var promised = FaultCatalogue.All.SelectMany(fault => fault.Claims.Select(claim => (fault.Name, claim)));
        Assert.Empty(promised.Except(
            judged.Where(entry => entry.Own && entry.By is not null).Select(entry => (entry.Fault, entry.Claim))));
        Assert.Equal(elsewhere, EvidenceFolder.Read(Evidence.Folder).Elsewhere);
    }
}
