using System.Diagnostics;

namespace ExactGN.Cli.Shared;

/// <summary>How long a run will still take, from the pace of the epochs since this process saw the first;
/// a run taken up again begins later than epoch 0.</summary>
internal sealed class TimeLeft(int epochs)
{
    private readonly Stopwatch _clock = new();
    private int _first;

    /// <summary>The time left after an epoch; null before there is a pace, and after the last.</summary>
    internal TimeSpan? After(int epoch)
    {
        if (epoch == epochs)
        {
            return null;
        }

        if (!_clock.IsRunning)
        {
            _clock.Start();
            _first = epoch;
            return null;
        }

        return _clock.Elapsed * ((epochs - epoch) / (double)(epoch - _first));
    }
}
