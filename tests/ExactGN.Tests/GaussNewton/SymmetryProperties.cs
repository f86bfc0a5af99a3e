namespace ExactGN.Tests;

/// <summary>theory/exact-update.md: one function written as several networks, and what their updates share.</summary>
public sealed class SymmetryProperties
{
    [Claim("GN-42")]
    public Property Permuting_the_hidden_units_permutes_the_rows_of_the_update(UpdateRule rule, FullRankNetwork recipe)
    {
        recipe = recipe.Paper;
        using var built = recipe.Network.Open();
        var condition = Conditioning.Of(built);
        if (!(condition.Features < 1e4))
        {
            return Verdict.Discard();
        }

        var hidden = recipe.Network.Hidden!.Value;
        using var generator = new Generator((ulong)recipe.Network.Seed + 3, CPU);
        var orders = built.Model.HalfCouplings
            .Select(half => (half.Name, Order: randperm(hidden, generator: generator).to(built.X.device)))
            .ToDictionary(entry => entry.Name, entry => entry.Order);
        using var permuted = built.Model.With((name, tensor) =>
            !orders.TryGetValue(HalfOf(name), out var order) ? tensor
            : name.EndsWith(".projection", StringComparison.Ordinal) ? tensor.index_select(1, order)
            : Rows(tensor, order));
        var (state, error) = (built.Model.Forward(built.X), built.Gaussian(built.X.size(1), stream: 1));

        using var update = rule.Update(built.Model, state, error);
        using var other = rule.Update(permuted, permuted.Forward(built.X), error);

        var expected = built.Model.HalfCouplings.Zip(update.Deltas, (half, delta) => Rows(delta, orders[half.Name]));
        var miss = Math.Sqrt(expected.Zip(other.Deltas, (a, b) => Math.Pow(Ratio.Norm(a - b), 2)).Sum());
        return Verdict.Below(recipe, miss / (condition.Product * update.Norm() * Size(built) * Ratio.Eps(float64)));
    }

    [Claim("GN-43")]
    public Property Scaling_V_up_and_W_down_changes_no_output_and_no_realised_move(
        UpdateRule rule, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var built = (recipe with { Hidden = recipe.Hidden ?? 9 }).Open();
        using var generator = new Generator((ulong)recipe.Seed + 3, CPU);
        var factors =
            (0.25 + 3 * rand([2 * recipe.Blocks], dtype: float64, generator: generator)).data<double>().ToArray();
        var scales = built.Model.HalfCouplings
            .Zip(factors)
            .ToDictionary(entry => entry.First.Name, entry => entry.Second);
        var hidden = built.Mlp.Options.Hidden!.Value;
        using var scaled = built.Model.With((name, tensor) =>
        {
            if (!scales.TryGetValue(HalfOf(name), out var c))
            {
                return tensor;
            }

            return name.EndsWith(".projection", StringComparison.Ordinal)
                ? c * tensor
                : cat([tensor.narrow(0, 0, hidden) / c, tensor.narrow(0, hidden, tensor.size(0) - hidden)]);
        });
        using var other = new NetworkCase(scaled, built.X, built.Targets, built.Seed);
        if (LinearRegion.IsNearKink(built.Model, built.X)
            || FeatureRanks.Of(built) is not { } ranks
            || FeatureRanks.Of(other) is not { } scaledRanks)
        {
            return Verdict.Discard();
        }

        var (state, error) = (built.Model.Forward(built.X), built.Gaussian(built.X.size(1), stream: 1));
        using var update = rule.Update(built.Model, state, error);
        using var rewritten = rule.Update(scaled, scaled.Forward(built.X), error);

        var amplified = Math.Max(ranks.Condition, scaledRanks.Condition) * Conditioning.TransportOf(built);
        var moved = built.Model.ParameterJvp(built.X, update) - scaled.ParameterJvp(built.X, rewritten);
        var scale = Math.Pow(amplified, 2) * Ratio.Norm(error);
        return Verdict.Below(recipe,
        [
            Ratio.Of(state - scaled.Forward(built.X), amplified * Ratio.Norm(state), built.Model.PathLength(), float64),
            Ratio.Of(moved, scale, built.Model.PathLength(), float64),
        ]);
    }

    [Claim("GN-44")]
    public Property A_rotation_of_the_outputs_leaves_the_reversible_step(GaussNewtonRule rule, FullRankNetwork recipe)
    {
        recipe = recipe.Paper;
        using var built = recipe.Network.Open();
        var condition = Conditioning.Of(built);
        if (!(condition.Features < 1e4) || recipe.Network.Classes is null)
        {
            return Verdict.Discard();
        }

        var rotation = Rotation(recipe.Network);
        using var rotated = built.Model.With((name, tensor) => name == "readout" ? tensor.mm(rotation) : tensor);
        var solver = new Qr { FallbackSolver = new TruncatedSvd() };
        var method = new ReversibleGaussNewton(solver, new SquaredError(), Curvature.Exact);

        using var step = rule.Step(method, built.Model, built.X, built.Targets);
        using var other = rule.Step(method, rotated, built.X, built.Targets.mm(rotation));

        var miss = step.Update.Flatten(built.Model) - other.Update.Flatten(rotated);
        var scale = condition.Product * Cancellation(built) * step.Update.Norm();
        return Verdict.Below(recipe, Ratio.Of(miss, scale, Size(built), float64));
    }

    [Claim("GN-44")]
    public Property A_rotation_of_the_outputs_leaves_the_minimum_norm_step(MinimumNormRule rule, FullRankNetwork recipe)
    {
        recipe = recipe.Paper;
        using var built = recipe.Network.Open();
        var sigma = Dense.SingularValues(NeuralTangentKernel.Of(built.Model, built.X));
        if (!(sigma[^1] > 1e-8 * sigma[0]) || recipe.Network.Classes is not { } classes)
        {
            return Verdict.Discard();
        }

        var rotation = Rotation(recipe.Network);
        using var rotated = built.Model.With((name, tensor) => name == "readout" ? tensor.mm(rotation) : tensor);
        var (state, error) = (built.Model.Forward(built.X), built.Gaussian(classes, stream: 1));

        using var update = rule.Solve(built.Model, state, error);
        using var other = rule.Solve(rotated, state, error.mm(rotation));

        var miss = update.Flatten(built.Model) - other.Flatten(rotated);
        return Verdict.Below(recipe, Ratio.Of(miss, sigma[0] / sigma[^1] * update.Norm(), Size(built), float64));
    }

    /// <summary>The rows of the hidden units in another order; the bias row, if there is one, stays last.</summary>
    private static Tensor Rows(Tensor weights, Tensor order) =>
        cat([weights.index_select(0, order), weights.narrow(0, order.size(0), weights.size(0) - order.size(0))]);

    /// <summary>A random orthogonal c × c matrix.</summary>
    private static Tensor Rotation(NetworkRecipe recipe)
    {
        using var generator = new Generator((ulong)recipe.Seed + 5, CPU);
        return Representations.Orthogonal(recipe.Classes!.Value, generator);
    }

    /// <summary>"block.half" of "block.half.tensor"; empty for the read-out.</summary>
    private static string HalfOf(string tensor) => tensor[..Math.Max(0, tensor.LastIndexOf('.'))];

    // ε is a difference of f and y, whose roundings do not shrink with it.
    private static double Cancellation(NetworkCase built)
    {
        var f = built.Model.Output(built.X);
        return (Ratio.Norm(f) + Ratio.Norm(built.Targets)) / Ratio.Norm(f - built.Targets);
    }

    private static double Size(NetworkCase built) => built.X.size(1) * built.Model.Blocks.Count;
}
