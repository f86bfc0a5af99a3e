using System.Diagnostics;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace ExactGN.Verification.Running;

/// <summary>Judges one law by cases that FsCheck makes and shrinks.</summary>
internal sealed class LawRun<TRecipe>(Law law, CaseBook book, Func<CaseBook, TRecipe, Judgement> judge)
    where TRecipe : class, IRecipe<TRecipe>
{
    // FsCheck gives up after so many cases that do not count for each that does.
    private const int DiscardsPerCase = 5;

    private const int MostShrinks = 150;

    private static readonly TimeSpan ShrinkingTime = TimeSpan.FromSeconds(20);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _cases;
    private int _discarded;
    private int _refusals;
    private int _shrinks;
    private double _worst;
    private (TRecipe? Recipe, int Place) _worstCase;
    private string _refusal = "";
    private string _outside = "";
    private bool _stop;
    private string _finding = "";
    private IReadOnlyList<Question> _asked = [];
    private TimeSpan _firstFailure = TimeSpan.MaxValue;

    internal LawOutcome Run(LawRunOptions options)
    {
        // All laws of one kind walk through the same cases, so that they can share what was asked.
        var run = options.Replay is { } replay
            ? CaseReplay.Parse(replay)
            : CaseReplay.Fixed($"{TRecipe.Kind}/{options.Seed}");
        var end = new End();
        var description = book.Subject.Description;
        var arbitrary = Arb.From(TRecipe.Generator(description), recipe => options.Shrinks && MayShrink
            ? recipe.Simpler(description).TakeWhile(_ => MayShrink) : []);
        Check.One(
            Config.Quick.WithMaxTest(options.Cases).WithMaxRejected(options.Cases * DiscardsPerCase)
                .WithReplay(run.ForFsCheck).WithRunner(end),
            Prop.ForAll(arbitrary, recipe => Counted(recipe)));
        return (end.Failure switch
        {
            { } pair => Rejected((TRecipe)pair.Original, (TRecipe)pair.Shrunk, _finding),
            null when !end.Exhausted => new LawOutcome(law, LawStanding.Holds),
            null when _refusals > 0 =>
                new LawOutcome(law,
                LawStanding.Refused)
                { Reason = $"refused {_refusals} cases, {_cases} were judged: {_refusal}" },
            null => new LawOutcome(law,
                LawStanding.Exhausted)
            {
                Reason =
                $"{_cases} of {options.Cases} cases within its hypotheses; {_outside}"
            },
        }) with
        {
            Cases = _cases,
            Discarded = _discarded,
            Refused = _refusals,
            WorstRatio = _worst,
            WorstRecipe = _worstCase.Recipe is { } worst ? JsonSerializer.SerializeToElement(worst) : null,
            WorstReplay = _worstCase.Place > 0 ? run.Of(_worstCase.Place, options.Cases) : run,
            RunReplay = run,
            Time = _clock.Elapsed,
            LostBy = _stop && _asked is [.., var last]
                ? last.Operation : null,
        };
    }

    internal LawOutcome Replay(TRecipe recipe)
    {
        book.Forget();
        var judgement = judge(book, recipe);
        return judgement.Kind switch
        {
            JudgementKind.Outside => new(law, LawStanding.Exhausted) { Reason = judgement.Words },
            JudgementKind.Refused => new(law, LawStanding.Refused) { Reason = judgement.Words },
            _ when judgement.IsRejected => Rejected(recipe, recipe, judgement.Words) with
            {
                Cases = 1,
                WorstRatio = judgement.Ratio,
            },
            _ => new(law, LawStanding.Holds) { Cases = 1, WorstRatio = judgement.Ratio },
        };
    }

    // A stranger who died or hung once is not made to do so again and again.
    private bool MayShrink => !_stop && _shrinks < MostShrinks
        && (_firstFailure == TimeSpan.MaxValue || _clock.Elapsed - _firstFailure < ShrinkingTime);

    private Property Counted(TRecipe recipe)
    {
        book.Probe.Forget();
        var judgement = judge(book, recipe);
        switch (judgement.Kind)
        {
            case JudgementKind.Outside:
                _outside = judgement.Words;
                _discarded++;
                return Prop.When(true, condition: false);
            case JudgementKind.Refused:
                (_refusal, _refusals) = (judgement.Words, _refusals + 1);
                _discarded++;
                return Prop.When(true, condition: false);
        }

        if (_firstFailure == TimeSpan.MaxValue)
        {
            _cases++;
            // A case that fails ends the run, so it is the one to look at.
            if (_cases == 1 || judgement.IsRejected || judgement.Ratio > _worst)
            {
                _worstCase = (recipe, _cases + _discarded);
            }

            _worst = Ratios.Worst(_worst, judgement.Ratio);
        }
        else
        {
            _shrinks++;
        }

        if (judgement.IsRejected && _firstFailure == TimeSpan.MaxValue)
        {
            _firstFailure = _clock.Elapsed;
        }

        if (judgement.IsRejected)
        {
            (_finding, _asked) = (judgement.Words, [.. book.Probe.Asked]);
        }

        _stop |= judgement.Trouble == Trouble.Lost;
        return judgement.Holds.ToProperty();
    }

    // Everything is asked anew, so that the requests are all there and a failure that does not come again is told.
    private LawOutcome Rejected(TRecipe original, TRecipe shrunk, string first)
    {
        book.Forget();
        var again = _stop ? default(Judgement?) : judge(book, shrunk);
        var questions = _stop ? _asked : [.. book.Probe.Asked];
        var fails = again is { IsRejected: true } || _stop;
        var finding = again is { IsRejected: true } found ? found.Words
            : _stop ? first
                : $"a case failed ({first}) that did not fail when it was asked anew: the subject keeps a state, "
                    + "is not deterministic, or computes while another thread does";
        return new(law, LawStanding.Rejected)
        {
            Reason = finding,
            Counterexample = new(law.Id, law.Title, JsonSerializer.SerializeToElement(shrunk),
                JsonSerializer.SerializeToElement(original), finding, questions, fails),
        };
    }

    private sealed class End : IRunner
    {
        internal (object Original, object Shrunk)? Failure { get; private set; }

        internal bool Exhausted { get; private set; }

        public void OnStartFixture(Type t)
        {
        }

        public void OnArguments(
            int ntest, FSharpList<object> args, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every)
        {
        }

        public void OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink)
        {
        }

        public void OnFinished(string name, TestResult testResult)
        {
            switch (testResult)
            {
                case TestResult.Failed failed:
                    Failure = (failed.Item2[0], failed.Item3[0]);
                    break;
                case TestResult.Exhausted:
                    Exhausted = true;
                    break;
            }
        }
    }
}
