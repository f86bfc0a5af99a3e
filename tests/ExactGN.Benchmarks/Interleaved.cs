namespace ExactGN.Benchmarks;

/// <summary>Times several operations in turn, so that what else the machine does falls on all of them alike.</summary>
internal static class Interleaved
{
    /// <summary>The median time of each, in seconds, after one round that does not count.</summary>
    /// <param name="rounds">Rounds.</param>
    /// <param name="clock">The device's clock.</param>
    /// <param name="operations">What is timed; each runs in a dispose scope of its own.</param>
    internal static double[] Medians(int rounds, DeviceClock clock, params Action[] operations)
    {
        var times = operations.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (i, operation) in operations.Index())
            {
                using var scope = NewDisposeScope();
                var seconds = clock.Seconds(operation);
                if (round > 0)
                {
                    times[i].Add(seconds);
                }
            }
        }

        return [.. times.Select(list => list.Order().ElementAt(list.Count / 2))];
    }
}
