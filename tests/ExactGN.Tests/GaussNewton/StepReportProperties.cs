namespace ExactGN.Tests;

/// <summary>theory/exact-update.md: a step's report against dense computations.</summary>
public sealed class StepReportProperties
{
    [Claim("GN-21", Share = 0.3)]
    public Property The_report_tells_ranks_cuts_residuals_and_defects_as_they_are(
        GaussNewtonRule rule, NetworkRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        var rtol = recipe.Seed % 2 == 0 ? FeatureRanks.Cut : 0.1;
        var rows = built.Features().Select(features => features.size(0)).ToArray();
        var spectra = built.Features().Select(Dense.SingularValues).ToArray();
        if (spectra.Any(sigma => sigma.Max() == 0 || sigma.Any(
            value => value > 1e-3 * rtol * sigma.Max() && Math.Abs(value / (rtol * sigma.Max()) - 1) < 1e-3)))
        {
            return Verdict.Discard();
        }

        var whole = DenseJacobian.InParameters(built.Model, built.X, wholeState: true);
        using var noGrad = no_grad();
        var method = new ReversibleGaussNewton(new TruncatedSvd(rtol), new SquaredError(), Curvature.Exact)
        {
            MeasureDefect = true,
            Scaling = recipe.Seed % 3 == 0 ? StepScaling.Reference : StepScaling.Exact,
        };
        using var step = rule.Step(method, built.Model, built.X, built.Targets);

        var report = step.Report;
        var kappa = method.Scaling == StepScaling.Exact ? 1 : recipe.Blocks;
        var error = built.Model.Lift(built.Model.Output(built.X) - built.Targets);
        var miss = whole.mm(step.Update.Flatten(built.Model).reshape(-1, 1)).view(error.shape) - kappa * error;
        var ranks = spectra.Select(sigma => (long)sigma.Count(value => value >= rtol * sigma.Max())).ToArray();
        var counts = report.Halves.Select(half => (long)half.Rank).SequenceEqual(ranks)
            && report.Halves.Select(half => (long)half.Samples).SequenceEqual(rows)
            && report.FullRowRank == ranks.SequenceEqual(rows);
        // Each number by what amplifies its own rounding: singular values, norms and the loss by nothing,
        // defects and residuals by what was kept, and by χ.
        var rounding = built.X.numel() * recipe.Blocks * Ratio.Eps(error.dtype);
        var condition = spectra.Max(sigma => sigma.Max() / sigma.Where(value => value >= rtol * sigma.Max()).Min());
        var unit = condition * Conditioning.TransportOf(built) * rounding;
        return Verdict.Below(recipe,
        [
            counts && !report.UsedFallback ? 0 : double.PositiveInfinity,
            Distance(report.StateDefect!.Value, Ratio.Norm(miss) / (kappa * Ratio.Norm(error))) / unit,
            Distance(
                report.OutputDefect!.Value,
                Ratio.Norm(built.Model.ReadOut(miss)) / (kappa * Ratio.Norm(built.Model.ReadOut(error))))
            / unit,
            .. report.Halves.Zip(spectra, (half, sigma) =>
                Distance(half.LargestCut, sigma.Where(value => value < rtol * sigma.Max()).DefaultIfEmpty(0).Max())
                / (sigma.Max() * rounding)),
            .. report.Halves.Zip(
                Residuals(built, step.Update, error, recipe.Blocks / kappa),
                (half, residual) => Distance(half.Residual!.Value, residual) / unit),
            Distance(report.WorstResidual!.Value, report.Halves.Max(half => half.Residual!.Value)) / rounding,
            Distance(report.ErrorNorm, Ratio.Norm(error)) / (Ratio.Norm(error) * rounding),
            Distance(
                step.Loss!.Value,
                0.5 * (built.Model.Output(built.X) - built.Targets).square().sum(1).mean().item<double>())
            / (step.Loss.Value * rounding),
        ]);
    }

    [Claim("GN-22")]
    public Property Where_a_strategy_fails_everywhere_the_step_is_its_fallbacks_and_says_so(
        GaussNewtonRule rule, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        // Two equal samples in a batch that fits, the linear block's span included: no ã has full row rank,
        // and none full column rank.
        using var built = (recipe with { Samples = Math.Max(2, recipe.Samples) }).Build();
        var columns = built.Model.WeightRows();
        if (built.X.size(0)
            > (recipe.LinearInput ? Math.Min(recipe.HalfWidth + (recipe.Bias ? 1 : 0), columns) : columns))
        {
            return Verdict.Discard();
        }

        var repeated = recipe.Seed % 2 == 0;
        if (repeated)
        {
            built.X[0].copy_(built.X[1]);
        }
        else if (!(built.WorstCondition() < 1e3))
        {
            return Verdict.Discard();
        }

        var svd =
            new ReversibleGaussNewton(new TruncatedSvd(), new SquaredError(), Curvature.Exact) { MeasureDefect = true };
        using var step = rule.Step(svd with { Solver = new GramCholesky() }, built.Model, built.X, built.Targets);
        using var fallback = rule.Step(svd, built.Model, built.X, built.Targets);

        var same = step.Update.Deltas
            .Zip(fallback.Update.Deltas)
            .All(pair => pair.First.eq(pair.Second).all().ToBoolean());
        var halves = fallback.Report.Halves.Select(half => half with { UsedFallback = true });
        var right = !repeated || same && step.Report.Halves.SequenceEqual(halves);
        return Verdict.That(recipe, step.Report.UsedFallback == repeated && right);
    }

    [Claim("GN-45")]
    public Property Where_a_strategy_fails_in_one_block_the_others_keep_it(
        GaussNewtonRule rule, PartlyDeficientNetwork recipe)
    {
        using var built = recipe.Network.Open();
        // One feature of the first F's input is zero: its ã has neither full row nor full column rank, nor in its span.
        built.X.narrow(1, built.Model.Features / 2, 1).zero_();
        if (!(built.Features().Skip(2).Max(Condition) < 1e3))
        {
            return Verdict.Discard();
        }

        var svd = new ReversibleGaussNewton(new TruncatedSvd(), new SquaredError(), Curvature.Exact)
        {
            Scaling = StepScaling.Reference,
        };
        var cholesky = svd with { Solver = new GramCholesky() };
        using var step = rule.Step(cholesky, built.Model, built.X, built.Targets);
        built.Model.TrainOnly(half => half >= 2);
        var alone = cholesky with { Solver = new GramCholesky { FallbackSolver = null } };
        using var second = rule.Step(alone, built.Model, built.X, built.Targets);
        built.Model.TrainOnly(half => half < 2);
        using var first = rule.Step(svd, built.Model, built.X, built.Targets);

        var fellBack = step.Report.Halves.Select(half => half.UsedFallback).ToArray();
        Tensor[] expected = [.. first.Update.Deltas.Take(fellBack[1] ? 2 : 1), .. second.Update.Deltas.Skip(2)];
        Tensor[] got = [.. step.Update.Deltas.Take(fellBack[1] ? 2 : 1), .. step.Update.Deltas.Skip(2)];
        var same = got.Zip(expected).All(pair => pair.First.eq(pair.Second).all().ToBoolean());
        return Verdict.That(recipe, same && step.Report.UsedFallback && fellBack is [true, _, false, false]);

        // Of an ã with full row rank; infinite without it.
        static double Condition(Tensor feature) =>
            Dense.SingularValues(feature) is var sigma && feature.size(0) <= feature.size(1) && sigma[^1] > 0
                ? sigma[0] / sigma[^1]
                : double.PositiveInfinity;
    }

    private static double Distance(double reported, double measured) => Math.Abs(reported - measured);

    // ‖ãΔ − s‖/‖s‖ per half-coupling, Δ before the scaling; G's right-hand side by what F realised.
    private static List<double> Residuals(NetworkCase built, Update update, Tensor error, double unscale)
    {
        List<double> residuals = [];
        var (y, s) = (Halves.Split(built.Model.Forward(built.X)), Halves.Split(error));
        foreach (var (i, block) in built.Model.Blocks.Index().Reverse())
        {
            var (x, t) = block.InverseJvp(y, s);
            var (f, g) = (block.F.At(x.Second), block.G.At(y.First));
            var first = unscale * f.ParameterJvp(update.Deltas[2 * i]);
            var second = unscale * g.ParameterJvp(update.Deltas[2 * i + 1]);
            var right = s.Second - g.Jvp(first);
            residuals.InsertRange(
                0, [Ratio.Norm(first - s.First) / Ratio.Norm(s.First), Ratio.Norm(second - right) / Ratio.Norm(right)]);
            (y, s) = (x, t);
        }

        return residuals;
    }
}
