namespace ExactGN.Tests;

/// <summary>theory/exact-update.md: what the update does not depend on, and how it follows what it does depend
/// on.</summary>
public sealed class InvarianceProperties
{
    [Claim("GN-23")]
    public Property A_power_of_two_in_the_error_is_one_in_the_update(
        UpdateRule rule, NetworkRecipe recipe, Precision precision)
    {
        using var built = recipe.Open(precision.Dtype());
        var (state, error) = (built.Model.Forward(built.X), built.Gaussian(built.X.size(1), stream: 1));
        var power = Math.ScaleB(recipe.Seed % 2 == 0 ? 1 : -1, recipe.Seed % 41 - 20);

        using var once = rule.Update(built.Model, state, error);
        using var scaled = rule.Update(built.Model, state, power * error);

        return Verdict.That(
            (recipe, precision), once.Deltas.Zip(scaled.Deltas).All(pair => Same(power * pair.First, pair.Second)));
    }

    [Claim("GN-24")]
    public Property The_updates_of_two_errors_add(UpdateRule rule, FullRankNetwork recipe)
    {
        using var built = recipe.Network.Open();
        var condition = Conditioning.Of(built);
        if (!(condition.Features < 1e4))
        {
            return Verdict.Discard();
        }

        var state = built.Model.Forward(built.X);
        var (one, two) = (built.Gaussian(built.X.size(1), stream: 1), built.Gaussian(built.X.size(1), stream: 2));

        using var first = rule.Update(built.Model, state, one);
        using var second = rule.Update(built.Model, state, two);
        using var both = rule.Update(built.Model, state, one + two);

        var difference = both.Flatten(built.Model) - first.Flatten(built.Model) - second.Flatten(built.Model);
        return Verdict.Below(
            recipe, Ratio.Of(difference, condition.Product * (first.Norm() + second.Norm()), Size(built), state.dtype));
    }

    [Claim("GN-39")]
    public Property Kept_features_and_recomputed_ones_give_one_step(GaussNewtonRule rule, FullRankNetwork recipe)
    {
        using var built = recipe.Network.Open();
        var condition = Conditioning.Of(built);
        if (!(condition.Features < 1e4))
        {
            return Verdict.Discard();
        }

        var method = new ReversibleGaussNewton(
            new Qr { FallbackSolver = new TruncatedSvd() },
            new SquaredError(),
            Curvature.Exact)
        { MeasureDefect = true };
        using var kept = rule.Step(method with { KeepFeatures = true }, built.Model, built.X, built.Targets);
        using var recomputed = method.Step(built.Model, built.X, built.Targets);

        var difference = kept.Update.Flatten(built.Model) - recomputed.Update.Flatten(built.Model);
        var amplified = condition.Product * Size(built) * Ratio.Eps(built.X.dtype);
        return Verdict.Below(recipe,
        [
            Ratio.Of(difference, condition.Product * recomputed.Update.Norm(), Size(built), built.X.dtype),
            kept.Report.StateDefect!.Value / amplified,
            kept.Report.OutputDefect!.Value / amplified,
        ]);
    }

    [Claim("GN-40")]
    public Property The_factors_of_a_lifted_error_give_the_step_of_the_error_itself(
        GaussNewtonRule rule, FullRankNetwork recipe)
    {
        using var built = recipe.Network.Open();
        var condition = Conditioning.Of(built);
        if (!(condition.Features < 1e4))
        {
            return Verdict.Discard();
        }

        LeastSquaresSolver solver = recipe.Network.Seed % 2 == 0
            ? new Qr { FallbackSolver = new TruncatedSvd() }
            : new TruncatedSvd();
        var method = new ReversibleGaussNewton(solver, new SquaredError(), Curvature.Exact);
        using var step = rule.Step(method, built.Model, built.X, built.Targets);
        using var whole = method.Solve(
            built.Model, built.Model.Forward(built.X), built.Model.Lift(built.Model.Output(built.X) - built.Targets));

        var difference = step.Update.Flatten(built.Model) - whole.Update.Flatten(built.Model);
        return Verdict.Below(
            recipe, Ratio.Of(difference, condition.Product * whole.Update.Norm(), Size(built), built.X.dtype));
    }

    [Claim("GN-41")]
    public Property A_strategy_chosen_by_the_shape_answers_as_itself(GaussNewtonRule rule, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var built = recipe.Open();
        var method = new ReversibleGaussNewton(new TruncatedSvd(0.1), new SquaredError(), Curvature.Exact);
        // No matrix is as wide as that: every half-coupling is the second strategy's.
        var chosen = new WideOrTall(new Qr(), method.Solver) { Aspect = 1e6 };

        using var step = rule.Step(method with { Solver = chosen }, built.Model, built.X, built.Targets);
        using var own = rule.Step(method, built.Model, built.X, built.Targets);

        return Verdict.That(
            recipe,
            step.Update.Deltas.Zip(own.Update.Deltas).All(pair => pair.First.eq(pair.Second).all().ToBoolean()));
    }

    [Claim("GN-26")]
    public Property Asking_twice_gives_the_same_bits_and_changes_nothing(
        UpdateRule rule, NetworkRecipe recipe, Precision precision)
    {
        using var built = recipe.Open(precision.Dtype());
        var (state, error) = (built.Model.Forward(built.X), built.Gaussian(built.X.size(1), stream: 1));
        Tensor[] given = [built.X, state, error, .. built.Model.NamedTensors().Select(entry => entry.Tensor)];
        var before = given.Select(tensor => tensor.detach().clone()).ToArray();

        using var once = rule.Update(built.Model, state, error);
        using var twice = rule.Update(built.Model, state, error);

        var unchanged = given.Zip(before).All(pair => Same(pair.First, pair.Second));
        return Verdict.That(
            (recipe, precision), unchanged && once.Deltas.Zip(twice.Deltas).All(pair => Same(pair.First, pair.Second)));
    }

    [Claim("GN-27")]
    public Property The_order_of_the_samples_does_not_matter(UpdateRule rule, FullRankNetwork recipe)
    {
        using var built = recipe.Network.Open();
        var condition = Conditioning.Of(built);
        if (!(condition.Features < 1e4))
        {
            return Verdict.Discard();
        }

        var (state, error) = (built.Model.Forward(built.X), built.Gaussian(built.X.size(1), stream: 1));
        using var generator = new Generator((ulong)recipe.Network.Seed, CPU);
        var order = randperm(recipe.Network.Samples, generator: generator).to(state.device);

        using var update = rule.Update(built.Model, state, error);
        using var permuted = rule.Update(built.Model, state.index_select(0, order), error.index_select(0, order));

        var difference = update.Flatten(built.Model) - permuted.Flatten(built.Model);
        return Verdict.Below(recipe, Ratio.Of(difference, condition.Product * update.Norm(), Size(built), state.dtype));
    }

    [Claim("GN-28", Share = 0.5)]
    public Property Every_solver_gives_the_managed_second_implementations_update(
        UpdateRule rule, FullRankNetwork recipe)
    {
        using var built = recipe.Network.Open();
        var condition = Conditioning.Of(built);
        if (!(condition.Features < 1e4))
        {
            return Verdict.Discard();
        }

        var (state, error) = (built.Model.Forward(built.X), built.Gaussian(built.X.size(1), stream: 1));
        using var second = new Update(
            new PlainSweep(built.Model) { LeastSquares = (_, a, s) => Dense.PseudoInverse(a).mm(s.cpu()).to(s.device) }
                .Run(state, error));

        using var update = rule.Update(built.Model, state, error);

        var difference = update.Flatten(built.Model) - second.Flatten(built.Model);
        return Verdict.Below(recipe, Ratio.Of(difference, condition.Product * second.Norm(), Size(built), state.dtype));
    }

    [Claim("GN-29", SingleOnly = true)]
    public Property In_float32_it_is_the_float64_update_to_single_accuracy(UpdateRule rule, FullRankNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var single = recipe.Network.Build(ScalarType.Float32);
        // The same numbers, carried in more digits: the float32 network and batch, promoted.
        using var exact = new NetworkCase(
            single.Model.With((_, tensor) => tensor, ScalarType.Float64),
            single.X.to(float64),
            single.Targets.to(float64),
            single.Seed);
        var condition = Conditioning.Of(exact);
        var sameSides = single.Features()
            .Zip(exact.Features())
            .All(pair => pair.First.gt(0).equal(pair.Second.gt(0)).all().ToBoolean());
        if (!(condition.Features < 100) || !sameSides)
        {
            return Verdict.Discard();
        }

        var error = single.Gaussian(single.X.size(1), stream: 1);

        using var reference = rule.Update(exact.Model, exact.Model.Forward(exact.X), error.to(float64));
        using var update = rule.Update(single.Model, single.Model.Forward(single.X), error);

        var difference = update.Flatten(single.Model).to(float64) - reference.Flatten(exact.Model);
        return Verdict.Below(
            recipe, Ratio.Of(difference, condition.Product * reference.Norm(), Size(exact), ScalarType.Float32));
    }

    private static double Size(NetworkCase built) => built.X.size(1) * built.Model.Blocks.Count;

    private static bool Same(Tensor a, Tensor b) => a.eq(b).all().ToBoolean();
}
