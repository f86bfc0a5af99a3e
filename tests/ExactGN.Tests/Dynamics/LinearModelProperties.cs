namespace ExactGN.Tests;

/// <summary>theory/dynamics.md: a network that is linear in its trainable parameters.</summary>
public sealed class LinearModelProperties
{
    /// <summary>The largest κ(Θ) for which Θ counts as invertible.</summary>
    private const double WorstCondition = 1e8;

    [Claim("DYN-2")]
    public Property In_a_linear_model_the_contraction_is_exact_for_every_alpha(LastLayerStep step, LinearNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        var condition = Condition(built);
        if (!(condition < WorstCondition))
        {
            return Verdict.Discard();
        }

        using var noGrad = no_grad();
        using var start = Update.Snapshot(built.Model);
        using var update = step.Compute(built.Model, built.X, built.Targets);
        var residual = built.Model.Output(built.X) - built.Targets;
        var scale = condition * Ratio.Norm(residual) + Ratio.Norm(built.Targets);

        return Verdict.Below(recipe, new[] { 0.1, 0.5, 1.0, 1.7, 3.0 }.Select(alpha =>
        {
            start.RestoreTo(built.Model);
            update.ApplyTo(built.Model, alpha);
            var left = built.Model.Output(built.X) - built.Targets - (1 - alpha) * residual;
            return Ratio.Of(left, alpha * scale, built.X.numel(), float64);
        }));
    }

    [Claim("DYN-3")]
    public Property Gradient_descent_has_one_rate_per_eigenvalue_of_the_kernel(DescentStep step, LinearNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        var j = DenseJacobian.InParameters(built.Model, built.X).detach();
        using var noGrad = no_grad();
        var spectrum = Dense.ToMathNet(j.mm(j.mT)).Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric);
        double[] eigenvalues = [.. spectrum.EigenValues.Select(value => value.Real)];
        var modes = Dense.FromMathNet(spectrum.EigenVectors);
        var eta = 1.5 / eigenvalues.Max();
        const int steps = 5;
        Tensor Coefficients() =>
            modes.mT.mm((built.Model.Output(built.X) - built.Targets).to(CPU).reshape(-1, 1)).squeeze(1);
        var before = Coefficients();

        for (var t = 0; t < steps; t++)
        {
            using var update = step.Compute(built.Model, built.X, built.Targets);
            update.ApplyTo(built.Model, eta);
        }

        var rates = tensor([.. eigenvalues.Select(lambda => Math.Pow(1 - eta * lambda, steps))], dtype: float64);
        var scale = Ratio.Norm(before) + Ratio.Norm(built.Targets);
        return Verdict.Below(
            recipe, Ratio.Of(Coefficients() - rates * before, scale, steps * eigenvalues.Length, float64));
    }

    [Claim("DYN-10", Share = 0.4)]
    public Property On_a_consistent_mini_batch_the_minimum_norm_step_is_a_projection_towards_every_solution(
        LastLayerStep step, LinearNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        var condition = Condition(built);
        if (!(condition < WorstCondition))
        {
            return Verdict.Discard();
        }

        // Three batches whose targets one θ* fits: more equations than any one batch, none contradicting another.
        using var noGrad = no_grad();
        var weights = built.Model.Blocks[^1].G.Weight;
        var target = weights + built.GaussianUpdate(stream: 5).Deltas[^1];
        Tensor[] batches =
            [built.X, built.Gaussian(built.X.size(1), stream: 6), built.Gaussian(built.X.size(1), stream: 7)];
        using var start = Update.Snapshot(built.Model);
        weights.copy_(target);
        Tensor[] outputs = [.. batches.Select(built.Model.Output)];
        start.RestoreTo(built.Model);
        List<double> ratios = [];
        foreach (var (x, y) in batches.Zip(outputs).Concat(batches.Zip(outputs)))
        {
            var kappa = Condition(built with { X = x });
            if (!(kappa < WorstCondition))
            {
                continue;
            }

            var (before, residual) = (Ratio.Norm(weights - target), Ratio.Norm(built.Model.Output(x) - y));
            using var update = step.Compute(built.Model, x, y);
            update.ApplyTo(built.Model, 1);

            // ‖θ′ − θ*‖² = ‖θ − θ*‖² − ‖Δ‖²: Δ is the orthogonal projection of θ − θ* on the rows of J.
            var (after, moved) = (Ratio.Norm(weights - target), update.Norm());
            var rounding = kappa * x.numel() * Ratio.Eps(float64);
            ratios.Add(Math.Abs(after * after + moved * moved - before * before) / (rounding * before * before));
            ratios.Add(Ratio.Norm(built.Model.Output(x) - y) / (rounding * (residual + Ratio.Norm(y))));
        }

        return Verdict.Below(recipe, ratios);
    }

    [Claim("DYN-16", Share = 0.4)]
    public Property A_part_of_the_step_shortens_the_distance_to_every_solution_by_alpha_times_two_minus_alpha(
        LastLayerStep step, LinearNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        var condition = Condition(built);
        if (!(condition < WorstCondition))
        {
            return Verdict.Discard();
        }

        using var noGrad = no_grad();
        var weights = built.Model.Blocks[^1].G.Weight;
        var target = weights + built.GaussianUpdate(stream: 5).Deltas[^1];
        using var start = Update.Snapshot(built.Model);
        weights.copy_(target);
        var y = built.Model.Output(built.X);
        start.RestoreTo(built.Model);
        using var update = step.Compute(built.Model, built.X, y);
        var (before, moved) = (Ratio.Norm(weights - target), update.Norm());

        return Verdict.Below(recipe, new[] { 0.05, 0.5, 1.5, 2.0, 2.5 }.Select(alpha =>
        {
            start.RestoreTo(built.Model);
            update.ApplyTo(built.Model, alpha);
            var change = Math.Pow(Ratio.Norm(weights - target), 2) - before * before;
            var rounding = condition * built.X.numel() * Ratio.Eps(float64) * Math.Pow((1 + alpha) * before, 2);
            return Math.Abs(change + alpha * (2 - alpha) * moved * moved) / rounding;
        }));
    }

    [Claim("LOSS-21")]
    public Property The_cut_of_a_step_of_identity_curvature_lies_between_its_two_bounds(
        IdentityStep step, LinearNetwork recipe)
    {
        using var scope = NewDisposeScope();
        var network = recipe.Network with { Classes = Math.Max(2, recipe.Network.Classes!.Value) };
        using var built = (recipe with { Network = network }).Build();
        var condition = Condition(built);
        if (!(condition < WorstCondition))
        {
            return Verdict.Discard();
        }

        using var noGrad = no_grad();
        var y = built.Probabilities(soft: network.Seed % 2 == 0);
        double Loss(Tensor f) => new SoftmaxCrossEntropy().Value(f, y).item<double>();
        using var start = Update.Snapshot(built.Model);
        var f = built.Model.Output(built.X);
        using var update = step.Compute(built.Model, built.X, y);
        var square = SoftmaxReference.Of(f, y).G.square().sum().item<double>() / network.Samples;

        return Verdict.Below(network, new[] { 0.1, 1, 3.9 }.SelectMany(alpha =>
        {
            start.RestoreTo(built.Model);
            update.ApplyTo(built.Model, alpha);
            var moved = built.Model.Output(built.X);
            var cut = Loss(f) - Loss(moved);
            var scale = condition * alpha * square + 1 + Ratio.Norm(f) + Ratio.Norm(moved);
            var rounding = scale * built.X.numel() * Ratio.Eps(float64);
            return new[] { cut - alpha * square, alpha * (1 - alpha / 4) * square - cut }
                .Select(excess => Math.Max(excess, 0) / rounding);
        }));
    }

    [Claim("DYN-11", Share = 0.2)]
    public Property Gauss_Newton_and_gradient_descent_reach_the_same_interpolant(
        LastLayerStep step, LinearNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        double[] sigma = Dense.SingularValues(DenseJacobian.InParameters(built.Model, built.X));
        var condition = Math.Pow(sigma[0] / sigma[^1], 2);
        if (!(condition < 100))
        {
            return Verdict.Discard();
        }

        using var noGrad = no_grad();
        var q = built.Model.Features / 2;
        var (features, u2) = (LinearNetwork.Features(built.Model, built.X), built.Model.ReadoutMatrix!.narrow(0, q, q));
        var start = built.Model.Blocks[^1].G.Weight.clone();
        var residual = built.Model.Output(built.X) - built.Targets;
        using var update = step.Compute(built.Model, built.X, built.Targets);
        var newton = start - update.Deltas[^1];

        // W ← W − η·ãᵀrU₂ᵀ with η = 2/(λ_max + λ_min): the residual r falls by (κ − 1)/(κ + 1) per step.
        var eta = 2 / (sigma[0] * sigma[0] + sigma[^1] * sigma[^1]);
        var steps = (int)Math.Ceiling(Math.Log(1e-16) / Math.Log((condition - 1) / (condition + 1) + 1e-3));
        var descended = start.clone();
        for (var t = 0; t < steps; t++)
        {
            using var inner = NewDisposeScope();
            var now = residual + features.mm(descended - start).mm(u2);
            descended.sub_(eta * features.mT.mm(now).mm(u2.mT));
        }

        var scale = condition * (Ratio.Norm(newton) + Ratio.Norm(start));
        return Verdict.Below(recipe, Ratio.Of(descended - newton, scale, built.X.numel(), float64));
    }

    /// <summary>κ(Θ) by MathNet; infinite where J lacks full row rank.</summary>
    private static double Condition(NetworkCase built)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        double[] features = Dense.SingularValues(LinearNetwork.Features(built.Model, built.X));
        double[] readout = Dense.SingularValues(
            built.Model.ReadoutMatrix!.narrow(0, built.Model.Features / 2, built.Model.Features / 2));
        return features.Length < built.X.size(0)
            ? double.PositiveInfinity
            : Math.Pow(features[0] / features[^1] * readout[0] / readout[^1], 2);
    }
}
