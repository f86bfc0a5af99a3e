using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Tests;

/// <summary>Finds the replay (seed,gamma,size) of any case of a run; FsCheck tells it only of a case that fails.</summary>
public static class CaseReplay
{
    /// <summary>Lets FsCheck walk the same run over an empty property that fails in just that case.</summary>
    /// <param name="replay">The run's (seed,gamma).</param>
    /// <param name="place">The case's place in the run, from 1, discarded cases counted too.</param>
    /// <param name="cases">How many cases the run was to take: the size grows with their share.</param>
    public static string Of(string replay, int place, int cases)
    {
        var (numbers, walked, runner) = (Numbers(replay), 0, new LastCase());
        Check.One(
            Config.Quick.WithMaxTest(cases).WithMaxRejected(int.MaxValue).WithReplay(new Replay(new Rnd(numbers[0], numbers[1]), null)).WithRunner(runner),
            Prop.ForAll(Arb.From(Gen.Constant(0)), _ => ++walked < place ? Prop.When(true, condition: false) : false.ToProperty()));
        return runner.Replay!;
    }

    /// <summary>The numbers of a replay: seed, gamma and, for a single case, size.</summary>
    public static ulong[] Numbers(string replay) => [.. replay.Trim('(', ')').Split(',').Select(number => ulong.Parse(number, CultureInfo.InvariantCulture))];

    private sealed class LastCase : IRunner
    {
        public string? Replay { get; private set; }

        public void OnStartFixture(Type t)
        {
        }

        public void OnArguments(int ntest, Microsoft.FSharp.Collections.FSharpList<object> args, Microsoft.FSharp.Core.FSharpFunc<int, Microsoft.FSharp.Core.FSharpFunc<Microsoft.FSharp.Collections.FSharpList<object>, string>> every)
        {
        }

        public void OnShrink(Microsoft.FSharp.Collections.FSharpList<object> args, Microsoft.FSharp.Core.FSharpFunc<Microsoft.FSharp.Collections.FSharpList<object>, string> everyShrink)
        {
        }

        public void OnFinished(string name, TestResult testResult)
        {
            if (testResult is TestResult.Failed { Item6: var seed, Item7: var size })
            {
                Replay = string.Create(CultureInfo.InvariantCulture, $"({seed.Seed},{seed.Gamma},{size})");
            }
        }
    }
}
