using KitPrecision = ExactGN.Verification.Subjects.Precision;

namespace ExactGN.Tests;

/// <summary>f(θ, x) = tanh(xA)B with everything by its formula, in managed arithmetic: d = 3, four hidden units, c = 2,
/// p = 20.</summary>
internal sealed class PlainMap : Subject
{
    private const int D = 3;
    private const int H = 4;
    private const int C = 2;

    public override Description Description { get; } = new()
    {
        Name = "tanh(xA)B",
        Operations =
        [
            Operations.Forward, Operations.ParameterJvp, Operations.ParameterVjp, Operations.InputJvp,
                Operations.InputVjp, Operations.Kernel, Operations.Step,
        ],
        Precisions = [KitPrecision.Double, KitPrecision.Single],
        Map = new(D, C, (D * H) + (H * C)),
        GaussNewton = new(["least-norm", "damped"])
        {
            Forms = ["error", "loss"],
            Losses = ["squared-error", "softmax-cross-entropy"],
            Curvatures = ["exact", "identity"],
        },
    };

    public override Values Answer(Question question)
    {
        var given = question.Arguments;
        var (theta, x) = (given.Array("theta"), given.Array("x"));
        return question.Operation switch
        {
            Operations.Forward => Result("f", Output(theta, x)),
            Operations.ParameterJvp => Result("tangent", Jacobian(theta,
                x).Times(given.Array("delta")).Reshaped(x.RowCount, C)),
            Operations.ParameterVjp => Result("gradient", Jacobian(theta,
                x).Transposed().Times(given.Array("cotangent").Flat())),
            Operations.InputJvp => Result("tangent", PerSample(theta, x, given.Array("tangent"), (slope, t) =>
                slope.Times(t))),
            Operations.InputVjp => Result("gradient", PerSample(theta, x, given.Array("cotangent"), (slope, u) =>
                slope.Transposed().Times(u))),
            Operations.Kernel => Result("kernel", Jacobian(theta, x).Times(Jacobian(theta, x).Transposed())),
            Operations.Step => Result("delta", Step(given)),
            _ => throw new SubjectException(Trouble.NotOffered, "no such operation"),
        };

        Values Result(string name, Numbers numbers) => new(given.Precision, (name, numbers.Rounded(given.Precision)));
    }

    /// <summary>J, sample-major, by the formula.</summary>
    internal static Numbers Jacobian(Numbers theta, Numbers x)
    {
        var (b, hidden) = (Second(theta), Hidden(theta, x));
        var rows = Enumerable.Range(0, x.RowCount).SelectMany(i => Enumerable.Range(0, C).Select(k => Numbers.Vector(
        [
            .. Enumerable.Range(0, D * H).Select(j => x[i, j / H] * Slope(hidden[i, j % H]) * b[j % H, k]),
            .. Enumerable.Range(0, H * C).Select(j => j % C == k ? hidden[i, j / C] : 0),
        ])));
        return Numbers.Stack([.. rows]);
    }

    private static Numbers Step(Values given)
    {
        var (theta, x) = (given.Array("theta"), given.Array("x"));
        if (given.Has("loss") && given.Has("damping"))
        {
            return DampedStepOfLoss(Jacobian(theta, x), Output(theta, x), given);
        }

        var error = given.Has("error")
            ? given.Array("error")
            : LossDirection.Of(Output(theta, x), given.Array("y"), given.Text("loss"), given.Text("curvature"),
                1).Newton;
        var spectrum = Jacobian(theta, x).Decomposed();
        return (given.Has("damping") && given.Number("damping") is var lambda
            ? spectrum.Filtered(sigma => sigma / ((sigma * sigma) + lambda))
            : spectrum.PseudoInverse(0)).Times(error.AllFinite ? error.Flat()
                : throw new SubjectException(Trouble.Numerical, "ε is not finite"));
    }

    // (JᵀHJ + λI)Δ = Jᵀg.
    private static Numbers DampedStepOfLoss(Numbers jacobian, Numbers f, Values given)
    {
        var loss = given.Text("loss");
        Numbers Bent(int j) => LossDirection.Product(f, jacobian.Column(j).Reshaped(f.RowCount, C), loss).Flat();
        var bent = given.Text("curvature") == "identity"
            ? jacobian
            : Numbers.Stack([.. Enumerable.Range(0, jacobian.ColumnCount).Select(Bent)]).Transposed();
        var damping = given.Number("damping") * Numbers.Identity(jacobian.ColumnCount);
        var matrix = jacobian.Transposed().Times(bent) + damping;
        var gradient = jacobian.Transposed().Times(LossDirection.Gradient(f, given.Array("y"), loss).Flat());
        return Numbers.FromMathNet(matrix.ToMathNet().LU().Solve(gradient.ToMathNet())).Flat();
    }

    // One small Jacobian ∂fᵢ/∂xᵢ for each sample.
    private static Numbers PerSample(Numbers theta, Numbers x, Numbers given, Func<Numbers, Numbers, Numbers> apply)
    {
        var (a, b, hidden) = (First(theta), Second(theta), Hidden(theta, x));
        return Numbers.Stack([.. Enumerable.Range(0, x.RowCount).Select(i =>
        {
            var entries = Enumerable.Range(0, C * D).Select(j => Enumerable.Range(0, H).Sum(h =>
                a[j % D, h] * Slope(hidden[i, h]) * b[h, j / D]));
            return apply(Numbers.Matrix([.. entries], C, D), given.Row(i).Flat());
        })]);
    }

    private static Numbers Output(Numbers theta, Numbers x) => Hidden(theta, x).Times(Second(theta));

    private static Numbers Hidden(Numbers theta, Numbers x) => x.Times(First(theta)).Map(Math.Tanh);

    private static double Slope(double active) => 1 - (active * active);

    private static Numbers First(Numbers theta) => Numbers.Matrix([.. theta.Values[..(D * H)]], D, H);

    private static Numbers Second(Numbers theta) => Numbers.Matrix([.. theta.Values[(D * H)..]], H, C);
}
