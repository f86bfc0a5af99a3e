namespace ExactGN.Experiments.Statistics;

/// <summary>A training run that the search for a learning rate asks for.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Rate">η.</param>
/// <param name="Seed">One of the search's own seeds.</param>
public sealed record RateTrial(Arm Arm, double Rate, int Seed);

/// <summary>What came of a trial.</summary>
/// <param name="ValidationLoss">The validation loss at the end of training.</param>
/// <param name="Diverged">Whether the run diverged.</param>
public sealed record RateOutcome(double ValidationLoss, bool Diverged);

/// <summary>The rate found for an arm.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Rate">η; the least tried where every rate diverged.</param>
/// <param name="MeanLogLoss">Mean over the search's seeds of the logarithm of the validation loss; +∞ where every rate
/// diverged.</param>
/// <param name="Tried">The rates tried, ascending; every arm has equally many.</param>
/// <param name="OnEdge">Whether the best still lies on an edge of what was tried, after the most rates that the search
/// takes.</param>
public sealed record RateChoice(Arm Arm, double Rate, double MeanLogLoss, IReadOnlyList<double> Tried, bool OnEdge);

/// <summary>Where the search stands.</summary>
/// <param name="Wanted">Trials without an outcome so far; empty when the search is over.</param>
/// <param name="Chosen">A rate per arm, in their order; empty while trials are wanted.</param>
public sealed record RateProgress(IReadOnlyList<RateTrial> Wanted, IReadOnlyList<RateChoice> Chosen);

/// <summary>The search for every arm's learning rate, by validation loss on seeds that judge nothing.</summary>
/// <remarks>
/// A pure procedure: from the outcomes so far it tells which trials it wants, and the rates once it wants none. Rates
/// lie a factor √10 apart around each arm's starting rate, three at first. While an arm's best
/// rate lies on an edge of its rates, one more is tried beyond that edge, and for every other arm one more beyond the
/// edge that is nearer to its best, so that all arms have had equally many. The best has the least mean of
/// ln(validation loss);
/// a rate at which one seed diverged is out.
/// </remarks>
/// <param name="Arms">The arms and the rates around which they are searched.</param>
public sealed record RateSearch(IReadOnlyList<(Arm Arm, double Start)> Arms)
{
    /// <summary>The rates per arm at first.</summary>
    public const int First = 3;

    /// <summary>The most rates per arm.</summary>
    public const int Most = 9;

    /// <summary>The search's own seeds; what is judged must not have them.</summary>
    public static IReadOnlyList<int> Seeds { get; } = [101, 102, 103, 104, 105];

    /// <summary>A rate so many steps of √10 from another.</summary>
    /// <param name="start">The rate.</param>
    /// <param name="steps">The steps, negative for lower rates.</param>
    public static double Step(double start, int steps) => start * Math.Pow(10, steps / 2.0);

    /// <summary>Where the search stands.</summary>
    /// <param name="outcome">The outcome of a trial; null when it has not been made.</param>
    public RateProgress Given(Func<RateTrial, RateOutcome?> outcome)
    {
        Grid[] grids = [.. Arms.Select(arm => new Grid(arm.Arm, arm.Start, -(First / 2), First / 2))];
        while (true)
        {
            RateTrial[] wanted = [.. grids.SelectMany(grid => grid.Trials()).Where(trial => outcome(trial) is null)];
            if (wanted.Length > 0)
            {
                return new(wanted, []);
            }

            RateChoice[] chosen = [.. grids.Select(grid => grid.Choose(outcome))];
            if (!chosen.Any(choice => choice.OnEdge) || grids[0].Count >= Most)
            {
                return new([], chosen);
            }

            grids = [.. grids.Select(grid => grid.Extended(outcome))];
        }
    }

    // The rates start·10^(k/2) for k from Low to High.
    private sealed record Grid(Arm Arm, double Start, int Low, int High)
    {
        public int Count => High - Low + 1;

        public IEnumerable<RateTrial> Trials() => Steps.SelectMany(
            step => Seeds.Select(seed => new RateTrial(Arm, Step(Start, step), seed)));

        public RateChoice Choose(Func<RateTrial, RateOutcome?> outcome)
        {
            var best = Best(outcome);
            return new(Arm, Step(Start, best), Score(best, outcome), [.. Steps.Select(step => Step(Start, step))],
                best == Low || best == High);
        }

        public Grid Extended(Func<RateTrial, RateOutcome?> outcome) => Best(outcome) is var best
            && best - Low <= High - best ? this with { Low = Low - 1 } : this with { High = High + 1 };

        private IEnumerable<int> Steps => Enumerable.Range(Low, Count);

        // Of equals the lowest, which is also where to look further when all diverged.
        private int Best(Func<RateTrial, RateOutcome?> outcome) => Steps.MinBy(step => Score(step, outcome));

        private double Score(int step, Func<RateTrial, RateOutcome?> outcome)
        {
            RateOutcome[] outcomes = [.. Seeds.Select(seed => outcome(new(Arm, Step(Start, step), seed))!)];
            return outcomes.Any(o => o.Diverged || !double.IsFinite(o.ValidationLoss)) ? double.PositiveInfinity
                : outcomes.Average(o => Math.Log(o.ValidationLoss));
        }
    }
}
