namespace ExactGN.Tests;

/// <summary>One call judges a solver, a loss or a network of one's own: a right one passes, and a wrong one never
/// does.</summary>
public sealed class OwnImplementationTests
{
    private static readonly LawRunOptions Few = new() { Cases = 20 };

    [Fact]
    public void A_right_solver_passes() => Judging.Require(new SolverSubject(new TruncatedSvd()), Few);

    [Fact]
    public void A_right_solver_that_squares_the_condition_passes_by_the_power_that_it_promises() =>
        Judging.Require(new SolverSubject(new GramCholesky { FallbackSolver = new TruncatedSvd() }, power: 2), Few);

    [Fact]
    public void A_wrong_subclass_fails_and_the_message_begins_with_the_law_and_ends_with_how_to_see_it_again()
    {
        var error = Assert.Throws<LawBrokenException>(() => Judging.Require(new SolverSubject(new MinusSolver()), Few));

        Assert.Begins("LS-7 The solution is that of an independent SVD", error.Message);
        Assert.Ends("again: new LawRunOptions { Cases = 20, Seed = 1 }, \"LS-7\"", error.Message);
    }

    [Fact]
    public void A_loss_of_ones_own_is_judged_by_the_laws_of_every_loss()
    {
        Judging.Require(new LossSubject("log-cosh", new LogCosh(1)), Few);

        var error = Assert.Throws<LawBrokenException>(() =>
            Judging.Require(new LossSubject("log-cosh", new LogCosh(1.01)), Few));

        Assert.Begins("LOSS-8 ", error.Message);
    }

    [Fact]
    public void A_network_of_ones_own_is_judged_by_what_it_overrides()
    {
        using var right = new Quadratic(1);
        using var wrong = new Quadratic(1.001);

        Assert.Equal([Operations.Forward, Operations.ParameterJvp], right.Description.Operations);
        Judging.Require(right, Few);

        Assert.Begins("TAN-13 ", Assert.Throws<LawBrokenException>(() => Judging.Require(wrong, Few)).Message);
    }

    [Fact]
    public void Where_no_law_applies_nothing_passes() =>
        Assert.Says(
            "No law applies",
            Assert.Throws<LawBrokenException>(() =>
                Judging.Require(new SolverSubject(new TruncatedSvd()), Few, "GN-*")).Message);

    [Fact]
    public void The_librarys_reversible_step_keeps_what_it_promises()
    {
        using var subject = NetworkSubject.RevMlp(NetworkStep.Reversible);

        Assert.All(
            Judging.Of(subject, LawBook.Named(["GN-1", "GN-6", "GN-8", "GN-12", "GN-24", "KIT-36", "KIT-41"]), Few),
            outcome => Assert.True(outcome.Standing == LawStanding.Holds, $"{outcome}"));
        Assert.Equal(LawStanding.NotOffered, Judging.Of(subject, [LawBook.Of("KIT-33")], Few).Single().Standing);
    }

    [Fact]
    public void A_failure_that_does_not_come_again_is_told_with_what_it_was()
    {
        using var subject = new Quadratic(1) { WrongOnce = true };

        var outcome = Judging.Of(subject, [LawBook.Of("TAN-13")], Few).Single();

        Assert.Equal(LawStanding.Rejected, outcome.Standing);
        Assert.Matches("^a case failed \\(ratio .*\\) that did not fail when it was asked anew: ", outcome.Reason);
    }

    // ℓ = Σ log cosh(f − y); its gradient is times too long.
    private sealed record LogCosh(double Times) : Loss
    {
        protected override Tensor PerSample(Tensor outputs, Tensor targets) => (outputs - targets).cosh().log().sum(1);

        protected override Tensor GradientCore(Tensor outputs, Tensor targets) => Times * (outputs - targets).tanh();

        protected override Tensor HessianCore(Tensor outputs, Tensor targets) =>
            diag_embed(Times * (1 - (outputs - targets).tanh().square()));
    }

    // f = (θ₁x + θ₂²)², c = d = 1, p = 2; its jvp is times too long.
    private sealed class Quadratic(double times) : MapSubject("quadratic", new(1, 1, 2))
    {
        private bool _wronged;

        internal bool WrongOnce { get; init; }

        protected override Tensor Forward(Tensor theta, Tensor x) => ((theta[0] * x) + theta[1].square()).square();

        protected override Tensor ParameterJvp(Tensor theta, Tensor x, Tensor delta)
        {
            var inner = (theta[0] * x) + theta[1].square();
            if (WrongOnce && !_wronged)
            {
                _wronged = true;
                return inner + 1;
            }

            return times * 2 * inner * ((delta[0] * x) + (2 * theta[1] * delta[1]));
        }
    }
}
