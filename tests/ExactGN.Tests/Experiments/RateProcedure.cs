namespace ExactGN.Tests;

/// <summary>The search for rates under test: from the outcomes so far, where it stands.</summary>
public sealed record RateProcedure(string Name, Func<RateSearch, Func<RateTrial, RateOutcome?>, RateProgress> Given)
    : UnderTest(Name)
{
    public static RateProcedure Library { get; } = new("library", (search, outcome) => search.Given(outcome));
}

/// <summary>
/// Arms whose mean ln(validation loss) is a parabola in the rate's logarithm, with noise per seed and rate that has
/// mean 0 over the seeds; from some step above the best on, one seed of each rate diverges with a
/// small loss.
/// </summary>
/// <param name="Best">Per arm the best rate's step from the starting rate, not a half.</param>
/// <param name="Diverges">Per arm how many steps above the nearest to the best the first rate lies that
/// diverges.</param>
/// <param name="Noise">The noise's size.</param>
/// <param name="Seed">Of the noise.</param>
public sealed record RateLandscape(IReadOnlyList<double> Best, IReadOnlyList<int> Diverges, double Noise, int Seed)
{
    public RateSearch Search => new([.. Best.Select((_, arm) => (new Arm("arm", arm), Math.Pow(10, -arm)))]);

    /// <summary>The step that is found: the nearest to the best.</summary>
    public int StepOf(int arm) => (int)Math.Round(Best[arm]);

    public RateOutcome Of(RateTrial trial)
    {
        var arm = (int)trial.Arm.Share!.Value;
        var step = (int)Math.Round(2 * (Math.Log10(trial.Rate) + arm));
        var random = new Random(unchecked(Seed + 1009 * step + 31 * arm));
        double[] noise = [.. GaussianNumbers.Standardised(random, RateSearch.Seeds.Count)];
        var seed = (trial.Seed - RateSearch.Seeds[0] + 100) % RateSearch.Seeds.Count;
        var diverges = step >= StepOf(arm) + Diverges[arm] && seed == (step + 100) % RateSearch.Seeds.Count;
        return new(diverges ? 1e-9 : Math.Exp(0.3 * (step - Best[arm]) * (step - Best[arm]) + Noise * noise[seed]),
            diverges);
    }

    /// <summary>Carries a search out, at most so many rounds.</summary>
    /// <returns>Where it ended, and every trial it asked for, in order.</returns>
    public (RateProgress End, IReadOnlyList<RateTrial> Asked) Run(RateProcedure procedure)
    {
        Dictionary<RateTrial, RateOutcome> made = [];
        List<RateTrial> asked = [];
        RateProgress progress;
        for (var round = 0; (progress = procedure.Given(Search, made.GetValueOrDefault)).Wanted.Count > 0
            && round < 40; round++)
        {
            asked.AddRange(progress.Wanted);
            foreach (var trial in progress.Wanted)
            {
                made[trial] = Of(trial);
            }
        }

        return (progress, asked);
    }

    public override string ToString() =>
        $"best [{string.Join(", ", Best)}], diverges [{string.Join(", ", Diverges)}], noise {Noise}, seed {Seed}";
}

/// <summary>The judging at best rates under test.</summary>
public sealed record TunedJudge(string Name, Func<Experiment, IReadOnlyList<RunResult>,
    IReadOnlyList<CriterionResult>> Of) : UnderTest(Name)
{
    public static TunedJudge Library { get; } = new(
        "library", (experiment, runs) => experiment.Judge(runs).AtBestRates);
}

/// <summary>Runs of EXP-1 at the rates found, on seeds of whom some also chose the rates; those have losses that say
/// the opposite.</summary>
public sealed record TunedRuns(int Seeds, int Overlap, int Seed)
{
    public override string ToString() => RecipeText.Of(this);

    private static readonly Experiment FullBatch = ExperimentCatalogue.In(Regimes.Of(Scale.Smoke))[0];

    public Experiment Experiment => FullBatch;

    /// <summary>The seeds that judge.</summary>
    public IReadOnlyList<int> Judging => [.. Enumerable.Range(1, Seeds)];

    public IReadOnlyList<RunResult> Runs()
    {
        List<RunResult> results = [];
        while (Experiment.Rates.Wanted(results, ScalarType.Float64).ToArray() is { Length: > 0 } wanted)
        {
            results.AddRange(wanted.Select(run => Made(run, 1)));
        }

        var random = new Random(Seed);
        int[] seeds = [.. Judging, .. RateSearch.Seeds.Take(Overlap)];
        return [.. results, .. from run in Experiment.Rates.Chosen(results) from seed in seeds
            select Made(run with { Seed = seed }, Loss(run, seed) * Math.Exp(0.1 * GaussianNumbers.Next(random)))];
    }

    // Gauss-Newton ends at a tenth of the others, but on the seeds that chose the rates a hundred times above them.
    private static double Loss(RunConfiguration run, int seed) => run.Optimiser is not GaussNewtonOptions ? 1
        : RateSearch.Seeds.Contains(seed) ? 100 : 0.1;

    private static RunResult Made(RunConfiguration run, double loss) =>
        new(run, [.. Enumerable.Range(0, run.Epochs + 1)
        .Select(epoch => new EpochMetrics(epoch, epoch, loss, 0.9, loss, 0.9,
        ValidationLoss: Math.Exp(Math.Pow(Math.Log(run.LearningRate), 2))))], null, 0);
}

public static partial class Arbitraries
{
    public static Arbitrary<RateProcedure> RateProcedures() => Arb.From(Gen.Constant(RateProcedure.Library));

    public static Arbitrary<RateLandscape> RateLandscapes() => Arb.From(
        from arms in Gen.Choose(1, 3)
        from best in Gen.ListOf(from step in Gen.Choose(-5, 5)
                                from off in Gen.Elements(-0.3, 0, 0.3)
                                select step + off, arms)
        from diverges in Gen.ListOf(Gen.Elements(1, 2, 20), arms)
        from noise in Gen.Elements(0, 0.5, 2)
        from seed in Gen.Choose(0, 1_000_000)
        select new RateLandscape([.. best], [.. diverges], noise, seed));

    public static Arbitrary<TunedJudge> TunedJudges() => Arb.From(Gen.Constant(TunedJudge.Library));

    public static Arbitrary<TunedRuns> TunedRunRecipes() => Arb.From(
        from seeds in Gen.Choose(2, 6)
        from overlap in Gen.Choose(1, 5)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new TunedRuns(seeds, overlap, seed));
}
