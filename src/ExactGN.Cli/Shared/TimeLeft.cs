namespace ExactGN.Cli.Shared;

/// <summary>How long a run will still take, from the pace of the epochs since this process saw the first;
/// a run taken up again begins later than epoch 0.</summary>
/// <param name="epochs">The run's epochs.</param>
/// <param name="clock">The time.</param>
internal sealed class TimeLeft(int epochs, TimeProvider clock)
{
    private (int Epoch, long At)? _first;

    /// <summary>The time left after an epoch; null before there is a pace, and after the last.</summary>
    internal TimeSpan? After(int epoch)
    {
        if (epoch == epochs)
        {
            return null;
        }

        if (_first is not { } first)
        {
            _first = (epoch, clock.GetTimestamp());
            return null;
        }

        return clock.GetElapsedTime(first.At) * ((epochs - epoch) / (double)(epoch - first.Epoch));
    }
}
