using System.Globalization;

namespace ExactGN.Cli.Commands.Claims;

/// <summary>What to say of an id that no claim has: what is near it.</summary>
internal static class NearClaims
{
    private const int MostNear = 3;

    /// <summary>The sentence; null where there is such a claim.</summary>
    /// <param name="id">What was typed; case does not matter.</param>
    internal static string? To(string id)
    {
        var claims = ClaimLedger.Embedded.Claims.ToArray();
        if (claims.Any(claim => string.Equals(claim.Id, id, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var (letters, number) = Parts(id);
        var families = claims.GroupBy(claim => Parts(claim.Id).Letters).ToArray();
        if (families.FirstOrDefault(
            family => string.Equals(family.Key, letters, StringComparison.OrdinalIgnoreCase)) is not { } own)
        {
            return $"There is no claim '{id}'; claims begin with "
                + $"{string.Join(", ", families.Select(family => family.Key).Order(StringComparer.Ordinal))}, "
                + "and 'exactgn claims' lists them.";
        }

        var near = number is { } wanted
            ? own.OrderBy(claim => Math.Abs((Parts(claim.Id).Number ?? 0) - wanted))
                .Take(MostNear)
                .OrderBy(claim => Parts(claim.Id).Number)
            : own.Take(MostNear);
        return $"There is no claim '{id}'; {own.Count()} begin with {own.Key}, "
            + $"{(number is null ? "the first" : "the nearest")}: "
            + $"{string.Join("; ", near.Select(claim => $"{claim.Id} {claim.Title}"))}.";
    }

    // GN-1 is letters and a number.
    private static (string Letters, long? Number) Parts(string id)
    {
        var parts = id.Split('-', 2);
        return (
            parts[0],
            parts.Length == 2
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : null);
    }
}
