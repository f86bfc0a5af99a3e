namespace ExactGN.Tests;

/// <summary>theory/exact-update.md: the step against the dense Gauss-Newton problem, with J by automatic
/// differentiation.</summary>
public sealed class NormalEquationsProperties
{
    [Claim("GN-8", Share = 0.5)]
    public Property The_step_solves_the_normal_equations(
        GaussNewtonRule rule, SweepSolver solver, StepObjective objective, DenseSizedNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        var condition = Conditioning.Of(built);
        if (!(condition.Features < 1e4))
        {
            return Verdict.Discard();
        }

        var (problem, step) = Solve(rule, solver, objective, built);
        using var taken = step;

        // JᵀHJΔ − Jᵀg = JᵀH(JΔ − ε): the defect of GN-1 through JᵀH, and the rounding of the products.
        var hessianTimes = problem.Hessian.mm(problem.Realised(built, taken.Update));
        var residual = problem.Jacobian.mT.mm(hessianTimes - problem.Gradient);
        var scale = problem.Jacobian.norm().item<double>()
            * problem.Hessian.norm().item<double>() * condition.Product * Ratio.Norm(problem.Error);
        return Verdict.Below((objective, recipe), Ratio.Of(residual, scale, Size(built), built.X.dtype));
    }

    [Claim("GN-9", Share = 0.5)]
    public Property It_realises_the_errors_closed_form_in_the_outputs(
        GaussNewtonRule rule, ReadoutDraw readout, StepObjective objective, DenseSizedNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var drawn = recipe.Network.Build();
        using var built =
            drawn with { Model = readout.Draw(drawn.Model), X = drawn.X.clone(), Targets = drawn.Targets.clone() };
        var condition = Conditioning.Of(built);
        if (!(condition.Features < 1e4))
        {
            return Verdict.Discard();
        }

        var (problem, step) = Solve(rule, new SweepSolver(new TruncatedSvd()), objective, built);
        using var taken = step;

        var defect = problem.Realised(built, taken.Update) - problem.Error.reshape(-1, 1);
        var scale = (condition.Product + problem.CurvatureCondition) * Ratio.Norm(problem.Error);
        return Verdict.Below((objective, recipe), Ratio.Of(defect, scale, Size(built), built.X.dtype));
    }

    [Claim("GN-10", Share = 0.5)]
    public Property In_function_space_it_is_the_dense_step(
        GaussNewtonRule rule, SweepSolver solver, StepObjective objective, DenseSizedNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        var condition = Conditioning.Of(built);
        if (!objective.Invertible || !(condition.Features < 1e4))
        {
            return Verdict.Discard();
        }

        var (problem, step) = Solve(rule, solver, objective, built);
        using var taken = step;
        var (dense, denseCondition) = problem.LeastNormStep();
        if (!(denseCondition < 1e4))
        {
            return Verdict.Discard();
        }

        var difference = problem.Realised(built, taken.Update) - problem.Jacobian.mm(dense);
        var scale = (condition.Product + denseCondition * denseCondition) * Ratio.Norm(problem.Error);
        return Verdict.Below((objective, recipe), Ratio.Of(difference, scale, Size(built), built.X.dtype));
    }

    [Claim("GN-11", Share = 0.5)]
    public Property For_softmax_it_is_the_dense_step_up_to_a_constant_per_sample(
        GaussNewtonRule rule, SweepSolver solver, DenseSizedNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        var condition = Conditioning.Of(built);
        if (!(condition.Features < 1e4))
        {
            return Verdict.Discard();
        }

        var (problem, step) = Solve(rule, solver, new StepObjective(Softmax: true, 0), built);
        using var taken = step;
        var (dense, denseCondition) = problem.LeastNormStep();
        if (!(denseCondition < 1e4))
        {
            return Verdict.Discard();
        }

        var difference = (problem.Realised(built, taken.Update) - problem.Jacobian.mm(dense)).view(problem.Error.shape);
        var centred = difference - difference.mean([1], keepdim: true);
        var scale = (condition.Product + denseCondition * denseCondition) * Ratio.Norm(problem.Error);
        var size = Size(built);
        // The dense solution is the shortest of them all, so it cannot be longer than ours.
        var excess = Math.Max(0, Ratio.Norm(dense) - taken.Update.Norm())
            / (denseCondition * denseCondition * Ratio.Norm(dense) * size * Ratio.Eps(built.X.dtype));
        return Verdict.Below(recipe, [Ratio.Of(centred, scale, size, built.X.dtype), excess]);
    }

    private static (DenseProblem Problem, GaussNewtonStep Step) Solve(
        GaussNewtonRule rule, SweepSolver solver, StepObjective objective, NetworkCase built)
    {
        var targets = objective.Targets(built);
        var problem = DenseProblem.Of(built, objective, targets);
        using var noGrad = no_grad();
        return (
            problem, rule.Step(new(solver.Solver, objective.Loss, objective.Curvature), built.Model, built.X, targets));
    }

    private static double Size(NetworkCase built) => built.X.numel() * built.Model.Blocks.Count;
}
