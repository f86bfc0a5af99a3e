namespace ExactGN.Tests;

/// <summary>Faults of tangents, planted in a plain second implementation of them, in a half-coupling's derivatives
/// and in the references.</summary>
public static class TangentFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        // Masks and points.
        Plain(
            "activation mask of the wrong half, in the tangents",
            new() { Points = (_, m) => m with { F = m.Block.F.At(m.X.First) } },
            "TAN-2", "TAN-3", "TAN-4", "TAN-6", "TAN-7", "TAN-10", "TAN-11"),
        Plain(
            "mask or ã_G taken from x¹ instead of y¹, in the tangents",
            new() { Points = (_, m) => m with { G = m.Block.G.At(m.X.First) } },
            "TAN-2", "TAN-3", "TAN-10", "TAN-11", "TAN-13", "TAN-14"),
        Plain(
            "every block differentiated at the network's input",
            new() { Points = (x, m) => m with { F = m.Block.F.At(x.Second), G = m.Block.G.At(x.First) } },
            "TAN-2", "TAN-6", "TAN-7", "TAN-13"),

        // Push-forward.
        Plain(
            "bias inside F′, in the jvp",
            new() { Push = (m, t, f, g) => Push(m, t, f, g, biasInside: 1) },
            "TAN-1", "TAN-2", "TAN-3"),
        Plain(
            "activation applied to the tangent",
            new()
            {
                Push = (m, t, f, g) => Push(m, t with { Second = t.Second.relu() }, f, g) with { Second = t.Second },
            },
            "TAN-1"),
        Plain(
            "G differentiated along t¹ instead of s¹",
            new() { Push = (m, t, f, g) => new(
                t.First + m.F.Jvp(t.Second) + m.F.ParameterJvp(f), t.Second + m.G.Jvp(t.First) + m.G.ParameterJvp(g)) },
            "TAN-2", "TAN-4", "TAN-5", "TAN-6", "TAN-8", "TAN-9", "TAN-12", "TAN-13", "TAN-14", "TAN-15"),

        // Pull-back.
        Plain(
            "pull-back through the forward Jacobian, as a tangent map",
            new() { Pull = (m, s) => Push(m, s) },
            "TAN-8", "TAN-9", "TAN-10"),
        Plain(
            "transposed Jacobian, in the pull-back",
            new() { Pull = (m, s) => new(s.First - m.F.Vjp(s.Second - m.G.Vjp(s.First)), s.Second - m.G.Vjp(s.First)) },
            "TAN-8", "TAN-9", "TAN-10"),
        Plain(
            "cross term missing in the pull-back of tangents",
            new() { Pull = (m, s) => new(s.First - m.F.Jvp(s.Second), s.Second) },
            "TAN-8", "TAN-9", "TAN-10"),
        Plain(
            "F pulled back before G",
            new()
            {
                Pull = (m, s) => new(s.First - m.F.Jvp(s.Second), s.Second - m.G.Jvp(s.First - m.F.Jvp(s.Second))),
            },
            "TAN-8", "TAN-9", "TAN-10"),

        // Cotangents.
        Plain(
            "Jacobian not transposed in the vjp",
            new() { Transpose = (m, c) => Transpose(m, c, (point, s) => point.Jvp(s)) },
            "TAN-5", "TAN-11"),
        Plain(
            "F's gradient without its path through G",
            new() { Transpose = (m, c) => Transpose(m, c) with { F = c.First } },
            "TAN-11", "TAN-12"),
        Plain("frozen half-couplings get a gradient", new() { IgnoresFreezing = true }, "TAN-11"),

        // A half-coupling at one input.
        Point(
            "ones column missing from ã",
            PointRule.Library with { Features = (half, x) => half.At(x).Activation },
            "GN-34", "TAN-16"),
        Point(
            "ones column in spite of no bias",
            PointRule.Library with { Features = (half, x) => half.HasBias
                ? half.At(x).Features()
                : cat([half.At(x).Activation, ones_like(half.At(x).Activation[.., ..1])], 1) },
            "GN-34"),
        Point("softplus in place of ReLU", PointRule.Library with { Features = Softplus }, "GN-33", "GN-34"),
        Point(
            "ones column first in ã",
            PointRule.Library with
            {
                Features = (half, x) => half.HasBias ? half.At(x).Features().roll(1, 1) : half.At(x).Features(),
            },
            "TAN-16"),
        Point(
            "bias inside F′",
            PointRule.Library with { Jvp = (half, x, t) => half.At(x).Jvp(t) + (half.HasBias ? half.Weight[-1] : 0) },
            "TAN-17"),
        Point(
            "ReLU mask in a linear half-coupling",
            PointRule.Library with { Jvp = (half, x, t) => Masked(half, t, Preactivation(half, x).gt(0)) },
            "TAN-18"),
        Point(
            "mask of the first sample for all",
            PointRule.Library with { Vjp = (half, x, s) => half.At(x[0].expand_as(x)).Vjp(s) },
            "TAN-19"),
        Point(
            "φ′(0) = 1",
            PointRule.Library with
            {
                Jvp = (half, x, t) => half.IsLinear ? half.At(x).Jvp(t) : Masked(half, t, Preactivation(half, x).ge(0)),
            },
            "TAN-20"),

        // References.
        new("one-sided differences", DerivativeReferences.Library with
        {
            Name = "one-sided",
            Quotient = (f, x, t, h) => (f(x + (h * t)) - f(x)) / h,
            ParameterQuotient = OneSided,
        }, "TAN-4", "TAN-13"),
        new(
            "difference quotient over h instead of 2h",
            DerivativeReferences.Library with
            {
                Name = "over h",
                Quotient = (f, x, t, h) => 2 * FiniteDifferences.Central(f, x, t, h),
            },
            "TAN-3", "TAN-4"),
        new(
            "Jacobian columns in column-major order of W",
            DerivativeReferences.Library with
            {
                Name = "column-major",
                Outputs = (model, x) => ColumnMajor(model, DenseJacobian.InParameters(model, x)),
                State = (model, x) => ColumnMajor(model, DenseJacobian.StateInParameters(model, x)),
            },
            "TAN-14"),
    ];

    private static Tensor Softplus(HalfCoupling half, Tensor x)
    {
        var z = Preactivation(half, x);
        var activation = half.IsLinear ? z : z.softplus();
        return half.HasBias ? cat([activation, ones_like(z[.., ..1])], 1) : activation;
    }

    private static Fault Plain(string name, PlainTangents tangents, params string[] claims) =>
        new(name, tangents.As(name), claims);

    private static Fault Point(string name, PointRule rule, params string[] claims) =>
        new(name, rule with { Name = name }, claims);

    private static Halves Push(
        BlockMoment m, Halves t, Tensor? deltaF = null, Tensor? deltaG = null, double biasInside = 0)
    {
        var s1 = t.First + m.F.Jvp(t.Second) + Bias(m.F) + Along(m.F, deltaF);
        return new(s1, t.Second + m.G.Jvp(s1) + Bias(m.G) + Along(m.G, deltaG));

        // As large as the half, whichever way its rows lie in it.
        Tensor Bias(CouplingPoint point) => point.Half.HasBias
            ? point.HalfOf(zeros_like(point.RowsOf(t.First)) + biasInside * point.Half.Weight[-1].detach())
            : zeros_like(t.First);

        static Tensor Along(CouplingPoint point, Tensor? delta) => delta is null
            ? zeros(1, dtype: point.Activation.dtype, device: point.Activation.device)
            : point.ParameterJvp(delta);
    }

    private static (Halves Input, Tensor F, Tensor G) Transpose(
        BlockMoment m, Halves c, Func<CouplingPoint, Tensor, Tensor>? adjoint = null)
    {
        adjoint ??= (point, s) => point.Vjp(s);
        var c1 = c.First + adjoint(m.G, c.Second);
        return (new(c1, c.Second + adjoint(m.F, c1)), c1, c.Second);
    }

    private static Tensor Preactivation(HalfCoupling half, Tensor x) => half.Projection is { } v ? x.matmul(v) : x;

    private static Tensor Masked(HalfCoupling half, Tensor t, Tensor mask) =>
        (mask * Preactivation(half, t)).matmul(half.Weight.narrow(0, 0, half.Weight.size(0) - (half.HasBias ? 1 : 0)));

    private static Tensor OneSided(ReversibleNetwork model, Tensor x, Update update, double h)
    {
        using var weights = Update.Snapshot(model);
        var before = model.Forward(x);
        update.ApplyTo(model, -h);
        var after = model.Forward(x);
        weights.RestoreTo(model);
        return (after - before) / h;
    }

    private static Tensor ColumnMajor(ReversibleNetwork model, Tensor jacobian)
    {
        var offset = 0L;
        return cat([.. model.NamedParameters().Select(entry =>
        {
            var (weight, at) = (entry.parameter, offset);
            offset += weight.numel();
            return jacobian.narrow(1, at, weight.numel())
                .view(-1, weight.size(0), weight.size(1)).mT
                .reshape(jacobian.size(0), -1);
        })], 1);
    }
}
