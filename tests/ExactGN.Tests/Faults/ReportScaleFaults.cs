namespace ExactGN.Tests;

/// <summary>A report that forgets how many blocks a summed step moves.</summary>
public static class ReportScaleFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("summed step measured against one error", new GaussNewtonRule("κ = 1", (method, model, x, targets) =>
        {
            var step = method.Step(model, x, targets);
            var error = model.Lift(method.Loss.NewtonDirection(model.Output(x), targets, method.Curvature));
            var defect = model.ParameterJvp(x, step.Update) - error;
            var inOutput = Ratio.Norm(model.ReadOut(defect)) / Ratio.Norm(model.ReadOut(error));
            return step with { Report =
                step.Report with { StateDefect = Ratio.Norm(defect) / Ratio.Norm(error), OutputDefect = inOutput } };
        }), "GN-21"),
    ];
}
