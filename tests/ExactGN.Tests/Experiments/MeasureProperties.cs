namespace ExactGN.Tests;

/// <summary>theory/experiments.md: what is measured beside losses.</summary>
public sealed class MeasureProperties
{
    [Claim("RUN-20", Share = 0.5)]
    public Property The_measures_of_a_run_are_those_of_dense_Jacobians(RunMeasuring measuring, TrainingRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var data = (recipe with { TestSamples = recipe.TestSamples + 4 }).Data();
        var run = recipe.Configuration(new GaussNewtonOptions()).Solving(new HalfSolver.Truncated(1e-6, 0));
        var plan = new MeasurePlan(Every: 1, KernelSamples: 3, HeldOutSamples: 2);
        using var start = run.Model.Draw(run.Dtype, data.Device);
        using var first = Trained(start, run, data);
        using var second = Trained(first, run, data);
        var x = cat([data.TrainInputs.narrow(0, 0, Math.Min(3, recipe.Samples)), data.TestInputs.narrow(0, 0, 2)]);
        var (j0, j1, j2) = (
            DenseJacobian.InParameters(start, x),
            DenseJacobian.InParameters(first, x),
            DenseJacobian.InParameters(second, x));
        var (k0, k1, k2) = (j0.matmul(j0.mT), j1.matmul(j1.mT), j2.matmul(j2.mT));

        var (_, found) = measuring.Read(run, plan, data, first, second);

        using var moved = new Update(
            second.HalfCouplings.Zip(start.HalfCouplings, (now, then) => (now.Weight - then.Weight).detach()));
        var (f, f0) = (second.Output(x).detach().reshape(-1), start.Output(x).detach().reshape(-1));
        var gap = (f - f0 - j0.matmul(moved.Flatten(start))).norm() / (f - f0).norm();
        var lambda = linalg.eigvalsh(k2);
        var size = 64 * recipe.Hidden;
        return Verdict.Below(recipe,
        [
            Error(found.Kernel.Drift, (k2 - k0).norm() / k0.norm()),
            Error(found.Kernel.Rate ?? double.NaN, (k2 - k1).norm() / k1.norm()),
            Error(found.Kernel.Alignment, (k2 * k0).sum() / (k2.norm() * k0.norm())),
            Error(found.Kernel.EffectiveRank, lambda.sum().square() / lambda.square().sum()),
            // f − f₀ may be small beside f.
            Error(found.LinearisationGap ?? double.NaN, gap) * ((f - f0).norm() / f.norm()).ToDouble(),
            Error(found.Cka[^1], Cka(second, start, run, data)),
            .. found.Debiased!.Blocks
                .Concat(found.Debiased.Branches)
                .Zip(Parts(second, data).Zip(Parts(start, data), Debiased), Deviation),
            found.Cka.Count == run.Model.Blocks && found.Weights.Count == 2 * run.Model.Blocks
                ? 0
                : double.PositiveInfinity,
        ]);

        // Where a quotient's terms are next to nothing, or not positive, there is nothing to compare.
        double Deviation(double value, (double Cka, double Amplification) expected) =>
            !(expected.Amplification < 1e9)
                ? 0
                : Math.Abs(value - expected.Cka) / (expected.Amplification * size * Ratio.Eps(ScalarType.Float64));

        double Error(double value, Tensor expected) => Math.Abs(value - expected.ToDouble())
            / ((1 + Math.Abs(expected.ToDouble())) * size * Ratio.Eps(ScalarType.Float64));
    }

    [Claim("RUN-21", Share = 0.5)]
    public Property The_two_updates_are_compared_on_the_kernel_s_samples_without_a_step_s_scaling(
        RunMeasuring measuring, TrainingRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var data = (recipe with { TestSamples = recipe.TestSamples + 4 }).Data();
        var run = recipe.Configuration(new GaussNewtonOptions()).Solving(new HalfSolver.Truncated(1e-6, 0));
        using var start = run.Model.Draw(run.Dtype, data.Device);
        using var first = Trained(start, run, data);
        using var second = Trained(first, run, data);
        var (x, y) = (
            data.TrainInputs.narrow(0, 0, Math.Min(3, recipe.Samples)),
            data.TrainTargets.narrow(0, 0, Math.Min(3, recipe.Samples)));
        var j = DenseJacobian.InParameters(second, x);
        var gradient = new SoftmaxCrossEntropy().Gradient(second.Output(x).detach(), y).reshape(-1);
        var condition = Dense.SingularValues(j.cpu());
        if (condition[0] > 1e4 * condition[^1])
        {
            return Verdict.Discard();
        }

        var minimum = Dense.PseudoInverse(j.cpu()).matmul(gradient.cpu().reshape(-1, 1)).norm();
        using var reversible = new ReversibleGaussNewton(
            new TruncatedSvd(1e-6), new SoftmaxCrossEntropy(), Curvature.Identity).Step(second, x, y);
        var expected = minimum.ToDouble() / reversible.Update.Norm();

        var found = measuring.Read(
            run, new MeasurePlan(Every: 1, KernelSamples: 3), data, first, second).Second.MinimumNormRatio;

        var kappa = reversible.Report.Halves.Max(half => half.Condition);
        return kappa > 1e3 ? Verdict.Discard() : Verdict.Below(recipe,
            Math.Abs((found ?? double.NaN) - expected)
            / (expected * 64 * recipe.Hidden
                * (Math.Pow(condition[0] / condition[^1], 2) + Math.Pow(kappa, 2)) * Ratio.Eps(ScalarType.Float64)));
    }

    private static ReversibleNetwork Trained(ReversibleNetwork model, RunConfiguration run, DataSet data)
    {
        var moved = model.Copy();
        using var optimiser = Optimiser.Of(run with { Optimiser = new SgdOptions(), LearningRate = 0.3 }, moved);
        optimiser.Update(data.TrainInputs, data.TrainTargets);
        return moved;
    }

    // By centred Gram matrices, written out, averaged over at most two batches of the test part.
    private static Tensor Cka(ReversibleNetwork model, ReversibleNetwork start, RunConfiguration run, DataSet data)
    {
        var size = Math.Min(run.BatchSize, data.TestSamples);
        var values = Enumerable.Range(0, Math.Clamp(data.TestSamples / size, 1, 2)).Select(i =>
        {
            var x = data.TestInputs.narrow(0, i * size, size);
            var h = eye(size, dtype: x.dtype, device: x.device) - 1.0 / size;
            Tensor Gram(ReversibleNetwork network) =>
                network.Forward(x).detach() is var state ? h.matmul(state).matmul(state.mT).matmul(h) : null!;
            var (k, l) = (Gram(model), Gram(start));
            return (k * l).sum() / (k.norm() * l.norm());
        });
        return stack([.. values]).mean();
    }

    // x₁, …, x_L and the branches ãW of F and G of each block, over all test images.
    private static Tensor[] Parts(ReversibleNetwork model, DataSet data)
    {
        var state = Halves.Split(data.TestInputs);
        List<Tensor> outputs = [];
        List<Tensor> branches = [];
        foreach (var block in model.Blocks)
        {
            var next = block.Forward(state);
            branches.AddRange(next.First - state.First, next.Second - state.Second);
            outputs.Add(next.Join());
            state = next;
        }

        return [.. outputs.Concat(branches).Select(part => part.detach())];
    }

    private static (double Cka, double Amplification) Debiased(Tensor x, Tensor y)
    {
        var (k, l) = (x.mm(x.mT), y.mm(y.mT));
        var (cross, first, second) = (Hsic.Unbiased(k, l), Hsic.Unbiased(k, k), Hsic.Unbiased(l, l));
        // The branches here are differences of states of size 1.
        var rounding = (1 + x.square().max().ToDouble()) * (1 + y.square().max().ToDouble());
        return (
            first > 0 && second > 0 ? cross / Math.Sqrt(first * second) : double.NaN,
            rounding * rounding / Math.Min(Math.Sqrt(first * second), Math.Min(first, second)));
    }
}
