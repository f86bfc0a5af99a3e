namespace ExactGN.Tests;

/// <summary>theory/tangents.md: derivatives in the weights.</summary>
public sealed class ParameterTangentProperties
{
    [Claim("TAN-11")]
    public Property Reversible_back_propagation_equals_autograd_whichever_halves_are_frozen(
        TangentRule rule, NetworkRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build(precision.Dtype());
        Freeze(built.Model, recipe.Seed);
        var c = built.Gaussian(built.X.size(1), stream: 1);
        if (LinearRegion.IsNearKink(built.Model, built.X))
        {
            return Verdict.Discard();
        }

        var (input, gradient) = rule.Vjp(built.Model, built.Model.Forward(built.X).detach(), c);

        using var owned = gradient;
        var leaf = built.X.detach().clone().requires_grad_();
        var weights = built.Model.HalfCouplings.Select(half => (Tensor)half.Weight);
        var reference = autograd.grad([built.Model.Forward(leaf)], [leaf, .. weights], [c]);
        var (amplification, size) = Scale(built);
        return Verdict.Below((recipe, precision),
        [
            Ratio.Of(input - reference[0], amplification.Path * amplification.Coupling * Ratio.Norm(c), size, c.dtype),
            .. built.Model.HalfCouplings.Select((half, i) => Ratio.Of(
                gradient.Deltas[i] - (half.Trainable ? reference[i + 1] : zeros_like(half.Weight)),
                WeightScale(amplification, built) * Ratio.Norm(c),
                size,
                c.dtype)),
        ]);
    }

    [Claim("TAN-12")]
    public Property The_parameter_jvp_and_the_gradient_are_adjoint(
        TangentRule rule, NetworkRecipe recipe, Precision precision)
    {
        using var built = recipe.Open(precision.Dtype());
        using var delta = built.GaussianUpdate(stream: 1);
        var c = built.Gaussian(built.X.size(1), stream: 2);
        if (LinearRegion.IsNearKink(built.Model, built.X))
        {
            return Verdict.Discard();
        }

        var forward = (c * rule.ParameterJvp(built.Model, built.X, delta)).sum();
        var (_, gradient) = rule.Vjp(built.Model, built.Model.Forward(built.X), c);
        using var owned = gradient;
        var backward = gradient.Flatten(built.Model).dot(delta.Flatten(built.Model));

        var (amplification, size) = Scale(built);
        return Verdict.Below((recipe, precision), Ratio.Of(
            forward - backward, WeightScale(amplification, built) * delta.Norm() * Ratio.Norm(c), size, c.dtype));
    }

    [Claim("TAN-13")]
    public Property Central_differences_in_the_weights_converge_to_the_parameter_jvp_with_order_two(
        TangentRule rule, DerivativeReferences references, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var built = (recipe with { Blocks = Math.Max(2, recipe.Blocks), Sigma = 0.3 }).Open();
        using var delta = built.GaussianUpdate(stream: 1);
        var h = 1e-3 / delta.Norm();
        if (!StaysInItsRegion(built, delta, h))
        {
            return Verdict.Discard();
        }

        var tangent = rule.ParameterJvp(built.Model, built.X, delta);
        double Error(double step) =>
            Ratio.Norm(references.ParameterQuotient(built.Model, built.X, delta, step) - tangent);
        var (coarse, fine) = (Error(h), Error(h / 2));

        var (amplification, _) = Scale(built);
        var rounding = Ratio.Eps(float64) * amplification.Forward * amplification.State / h;
        return fine < 100 * rounding && coarse < 100 * rounding
            ? Verdict.Discard()
            : Verdict.Below(recipe, Math.Abs(Math.Log2(coarse / fine) - 2), threshold: 0.1);
    }

    [Claim("TAN-14", Share = 0.3)]
    public Property The_columns_of_the_dense_Jacobian_are_parameter_jvps_of_unit_updates(
        TangentRule rule, DerivativeReferences references, NetworkRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var built = (recipe with
        {
            Samples = Math.Min(recipe.Samples, 3),
            Hidden = recipe.Hidden is null ? null : Math.Min(recipe.Hidden.Value, 4),
            Blocks = Math.Min(recipe.Blocks, 2),
        }).Build();
        Freeze(built.Model, recipe.Seed);
        var columns = built.Model.NamedParameters().Sum(entry => entry.parameter.numel());
        var units = eye(columns, dtype: float64, device: built.X.device);

        var state = references.Dense(built.Model, built.X, true);
        var output = references.Dense(built.Model, built.X, false);

        List<Tensor> pushed = [];
        for (var i = 0; i < columns; i++)
        {
            using var unit = Update.Unflatten(built.Model, units[i]);
            pushed.Add(rule.ParameterJvp(built.Model, built.X, unit));
        }

        var stateColumns = stack(pushed.Select(tangent => tangent.reshape(-1)), 1);
        var outputColumns = stack(pushed.Select(tangent => built.Model.ReadOut(tangent).reshape(-1)), 1);
        var (amplification, size) = Scale(built);
        var scale = WeightScale(amplification, built) * Math.Sqrt(columns);
        return Verdict.Below(recipe, [
            Ratio.Of(state - stateColumns, scale, size, float64),
            Ratio.Of(output - outputColumns, scale, size + built.X.size(1), float64),
        ]);
    }

    [Claim("TAN-15", Share = 0.5)]
    public Property A_blocks_weights_act_through_its_output(TangentRule rule, NetworkRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        var chosen = recipe.Seed % recipe.Blocks;
        using var all = built.GaussianUpdate(stream: 1);
        using var alone = new Update(
            all.Deltas.Select((delta, i) => i / 2 == chosen ? delta.clone() : zeros_like(delta)));

        var tangent = rule.ParameterJvp(built.Model, built.X, alone);

        // ∂x_ℓ/∂W: s¹ = ã_F ΔW_F, s² = ã_G ΔW_G + G′(y¹)[s¹]; then ∂x_L/∂x_ℓ by the blocks above.
        var state = built.Model.Blocks.Take(chosen).Aggregate(Halves.Split(built.X), (x, block) => block.Forward(x));
        var (at, y) = (built.Model.Blocks[chosen], built.Model.Blocks[chosen].Forward(state));
        var s1 = at.F.At(state.Second).ParameterJvp(alone.Deltas[2 * chosen]).detach();
        var s2 = at.G.At(y.First).ParameterJvp(alone.Deltas[(2 * chosen) + 1]).detach()
            + AutogradJacobian.Jvp(half => at.G.At(half).Value(), y.First, s1);
        var above = AutogradJacobian.Jvp(
            leaf => built.Model.Blocks
                .Skip(chosen + 1)
                .Aggregate(Halves.Split(leaf), (x, block) => block.Forward(x))
                .Join(),
            y.Join(),
            new Halves(s1, s2).Join());
        var (amplification, size) = Scale(built);
        return Verdict.Below(
            recipe, Ratio.Of(tangent - above, WeightScale(amplification, built) * alone.Norm(), size, float64));
    }

    // Which halves are frozen is drawn from the recipe's seed; at least one stays trainable.
    private static void Freeze(ReversibleNetwork model, int seed)
    {
        foreach (var (i, half) in model.HalfCouplings.Index())
        {
            half.Trainable = i == seed % (2 * model.Blocks.Count) || (seed >> i & 1) == 0;
        }
    }

    private static bool StaysInItsRegion(NetworkCase built, Update delta, double h)
    {
        var here = LinearRegion.Preactivations(built.Model, built.X);
        using var weights = Update.Snapshot(built.Model);
        return new[] { h, -h }.All(step =>
        {
            delta.ApplyTo(built.Model, step);
            var there = LinearRegion.Preactivations(built.Model, built.X);
            weights.RestoreTo(built.Model);
            return LinearRegion.SameSigns(here, there);
        });
    }

    private static (Amplification Amplification, double Size) Scale(NetworkCase built)
    {
        var amplification = Amplification.Of(built.Model, built.X);
        return (amplification, Math.Max(amplification.Size, built.X.size(0)));
    }

    // ‖∂x_L/∂x_ℓ‖‖ã‖ bounds J_ℓ; the states that ã is made of, and G's path for F, carry the amplification of a block.
    private static double WeightScale(Amplification amplification, NetworkCase built) =>
        amplification.Path * amplification.Inverse
        * amplification.Coupling * Math.Sqrt(built.Features().Sum(features => Math.Pow(Ratio.Norm(features), 2)));
}
