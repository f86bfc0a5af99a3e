namespace ExactGN.Cli.Commands.Data;

/// <summary>What <c>exactgn data fetch</c> does.</summary>
internal static class DataBringing
{
    internal static async Task<int> Run(
        IReadOnlyList<DataSource> sources, DataSearch search, string? from, TimeSpan patience, Signals signals)
    {
        signals.Kept = Kept.Files;
        using var saving = signals.Saving();
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var fetch = new DataFetch(client, patience, Console.Out.WriteLine);
        var failed = 0;
        foreach (var source in sources)
        {
            try
            {
                await fetch.Bring(source, search.Target.Path, from, signals.Token);
            }
            catch (Exception error) when (PlainErrors.Sentence(error) is { } sentence)
            {
                Console.Error.WriteLine($"exactgn: {sentence}");
                failed++;
            }
        }

        return failed == 0 ? 0 : 1;
    }
}
