namespace ExactGN.Cli.Commands.Data;

/// <summary>What <c>exactgn data verify</c> prints: a line per file, the bad and missing ones on the error stream
/// too.</summary>
internal static class DataVerification
{
    internal static int Print(IReadOnlyList<LocatedData> found)
    {
        if (found.Count == 0)
        {
            throw new InvalidDataException(
                "There is no data set to verify; 'exactgn data list' shows where they are looked for, "
                + "'exactgn data fetch' brings them.");
        }

        var bad = 0;
        foreach (var located in found)
        {
            foreach (var check in located.Check())
            {
                Console.Out.WriteLine($"{located.Source.Id,-14} {check.File,-26} {Word(check.Standing),-11}{(check.Standing is FileStanding.Verified ? $" {located.Folder}" : $" {check.Says}")}");
                if (check.Standing is FileStanding.Bad or FileStanding.Missing)
                {
                    Console.Error.WriteLine($"exactgn: {check.Says}");
                    bad++;
                }
            }

            Console.Out.WriteLine($"{located.Source.Id,-14} sums by {located.Source.SumsBy}");
        }

        return bad == 0 ? 0 : 1;
    }

    private static string Word(FileStanding standing) => standing switch
    {
        FileStanding.Verified => "verified",
        FileStanding.Unverified => "unverified",
        FileStanding.Subset => "subset",
        FileStanding.Missing => "missing",
        _ => "bad",
    };
}
