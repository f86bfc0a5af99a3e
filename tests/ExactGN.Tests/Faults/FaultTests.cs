namespace ExactGN.Tests;

/// <summary>Runs each fault against the properties of its claims and demands rejection within the normal number
/// of cases.</summary>
[Trait("Category", "Full")]
public sealed class FaultTests
{
    // What earlier runs showed of faults that are still planted stays until it is judged again,
    // so a filtered run forgets nothing.
    private static readonly SortedDictionary<string, object> Killed = new(
        Evidence.Rejections()
            .Where(entry =>
                FaultCatalogue.All.Any(fault => fault.Name == entry.Fault && fault.Claims.Contains(entry.Claim)))
            .ToDictionary(
                entry => Key(entry.Fault, entry.Claim),
                object (entry) => new { fault = entry.Fault, claim = entry.Claim, by = entry.By, code = entry.Code }),
        StringComparer.Ordinal);

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var fault in FaultCatalogue.All)
            {
                foreach (var claim in fault.Claims)
                {
                    pairs.Add(fault.Name, claim);
                }
            }

            return pairs;
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public void A_planted_fault_is_rejected(string fault, string claim)
    {
        var planted = FaultCatalogue.All.Single(entry => entry.Name == fault && entry.Claims.Contains(claim));
        var rejection = FaultJudge.Rejection(claim, planted.Subject);

        lock (Killed)
        {
            Killed.Remove(Key(fault, claim));
            if (rejection is not null)
            {
                Killed[Key(fault, claim)] = new { fault, claim, by = rejection, code = CodeVersion.Current };
            }

            Evidence.Write("faults", Killed.Values);
        }

        Assert.True(
            rejection is not null,
            $"{Ledger.Words(claim)}: the planted fault '{fault}' passed in the normal number of cases.\n"
            + "again: dotnet test -c Release tests/ExactGN.Tests "
            + $"--filter \"FullyQualifiedName~FaultTests&DisplayName~{claim}\"");
    }

    private static string Key(string fault, string claim) => $"{fault} × {claim}";
}
