namespace ExactGN.Tests;

public sealed class CaseReplayTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(17), InlineData(40)]
    public void The_replay_of_a_case_makes_that_case_alone(int place)
    {
        var (seed, gamma) = Steering.FixedSeed(nameof(The_replay_of_a_case_makes_that_case_alone));
        var run = Cases(new Replay(new Rnd(seed, gamma), null));

        var again = Cases(new CaseReplay(seed, gamma).Of(place, cases: 40).ForFsCheck);

        Assert.True(run.Count > 40, "some cases are discarded");
        Assert.Equal(run[place - 1], Assert.Single(again));
    }

    // Forty cases that count, with those discarded between them; each tells its size.
    private static List<string> Cases(Replay replay)
    {
        List<string> cases = [];
        var sized = Gen.Sized(size => Gen.Choose(0, 1_000_000).Select(value => (Size: size, Value: value)));
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(replay).WithQuietOnSuccess(true),
            Prop.ForAll(Arb.From(sized), drawn =>
            {
                cases.Add($"{drawn}");
                return Prop.When(true, condition: drawn.Value % 3 > 0 || replay.Size is not null);
            }));
        return cases;
    }
}
