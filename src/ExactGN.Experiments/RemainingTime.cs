namespace ExactGN.Experiments;

/// <summary>
/// How long many runs will still take: what is left of each, at the pace of its arm, over as many as go on at a time.
/// It is known once an epoch or a run has ended; from then on it counts down, and follows new estimates slowly,
/// so that it is steady.
/// </summary>
/// <param name="runs">The runs that are not finished yet.</param>
/// <param name="parallel">How many go on at a time.</param>
/// <param name="clock">The time.</param>
public sealed class RemainingTime(IEnumerable<RunConfiguration> runs, int parallel, TimeProvider clock)
{
    // A new estimate is taken over by two thirds within a quarter of itself, and within so many seconds at most.
    private const double Slowest = 20;

    private readonly Dictionary<string, (RunConfiguration Run, int Left)> _left = runs.ToDictionary(
        run => run.FolderName, run => (run, run.Epochs));
    private readonly Dictionary<string, (int Epoch, long At, bool Told)> _seen = [];
    private readonly Dictionary<(string Setting, Arm Arm), (double Seconds, double Epochs, double Cost)> _paces = [];
    private double? _shown;
    private long _at;

    /// <summary>The time left, zero once nothing is; null before an epoch or a run has ended.</summary>
    public TimeSpan? Left => _left.Count == 0 ? TimeSpan.Zero
        : _shown is { } seconds ? TimeSpan.FromSeconds(Math.Max(0, seconds - Since(_at).TotalSeconds)) : null;

    /// <summary>More runs follow, which make it longer at once.</summary>
    /// <param name="runs">They.</param>
    public void Add(IEnumerable<RunConfiguration> runs)
    {
        var (before, hadNone) = (Estimate(), _left.Count == 0);
        foreach (var run in runs)
        {
            _left[run.FolderName] = (run, run.Epochs);
        }

        if (_shown is not null)
        {
            Show(Estimate()!.Value + (hadNone ? 0 : Left!.Value.TotalSeconds - before!.Value));
        }
    }

    /// <summary>An epoch of a run has ended. The first that is heard of begins the measurement:
    /// a run may have been taken up again.</summary>
    /// <param name="run">The run.</param>
    /// <param name="epoch">Which.</param>
    public void Reach(RunConfiguration run, int epoch)
    {
        var tells = _seen.TryGetValue(run.FolderName, out var last) && epoch > last.Epoch;
        if (tells)
        {
            Learn(run, Since(last.At).TotalSeconds, epoch - last.Epoch);
        }

        _seen[run.FolderName] = (epoch, clock.GetTimestamp(), tells || last.Told);
        _left[run.FolderName] = (run, run.Epochs - epoch);
        Follow();
    }

    /// <summary>A run has ended, perhaps before its last epoch, perhaps in an earlier process.</summary>
    /// <param name="result">It.</param>
    public void End(RunResult result)
    {
        var run = result.Configuration;
        _seen.Remove(run.FolderName, out var last);
        if (!last.Told && result.Seconds > 0)
        {
            // One that diverged in its first epoch took about as long as that.
            Learn(run, result.Seconds, Math.Max(1, result.Epochs.Select(row => row.Epoch).LastOrDefault()));
        }

        _left.Remove(run.FolderName);
        Follow();
    }

    private void Learn(RunConfiguration run, double seconds, int epochs)
    {
        var before = _paces.GetValueOrDefault((run.Setting, run.Arm));
        _paces[(run.Setting, run.Arm)] = (before.Seconds + seconds, before.Epochs + epochs, Cost(run));
    }

    private void Follow()
    {
        if (Estimate() is not { } estimate)
        {
            return;
        }

        var share = 1 - Math.Exp(-Since(_at).TotalSeconds / Math.Clamp(estimate / 4, 1, Slowest));
        Show(Left is { } left ? left.TotalSeconds + share * (estimate - left.TotalSeconds) : estimate);
    }

    private void Show(double seconds) => (_shown, _at) = (seconds, clock.GetTimestamp());

    private double? Estimate()
    {
        if (_paces.Count == 0)
        {
            return null;
        }

        // An arm that nobody has seen goes at the pace of those that were, by its own cost.
        var perCost = _paces.Values.Average(pace => pace.Seconds / pace.Epochs / pace.Cost);
        var work = _left.Values.Sum(
            entry => entry.Left * (_paces.TryGetValue((entry.Run.Setting, entry.Run.Arm), out var pace)
                ? pace.Seconds / pace.Epochs
                : perCost * Cost(entry.Run)));
        return work / Math.Max(1, Math.Min(parallel, _left.Count));
    }

    // Of an epoch, up to a factor: its products, what each update costs beside them, and about four times as much for
    // Gauss-Newton; both as the first look's runs took on two cores.
    private static double Cost(RunConfiguration run) =>
        (run.TrainSamples * new NetworkSize(run.Model).Products / 2
            + 1e6 * run.TrainSamples / Math.Min(run.BatchSize, run.TrainSamples))
        * (run.Optimiser is GaussNewtonOptions ? 4 : 1);

    private TimeSpan Since(long at) => clock.GetElapsedTime(at);
}
