using static ExactGN.Verification.Laws.MapLaw;
using static ExactGN.Verification.Subjects.Operations;

namespace ExactGN.Verification.Laws;

/// <summary>Laws of the products with J = ∂f/∂θ, of any differentiable map. theory/verification.md,
/// theory/tangents.md.</summary>
internal static class TangentLaws
{
    private const string Tangents = "tangents";

    // The sizes that a product must not depend on.
    private static readonly double[] DoubleSizes = [1e-9, 1e-3, 1e3, 1e9];
    private static readonly double[] SingleSizes = [1e-3, 1e3];

    private const int Places = 16;

    internal static IReadOnlyList<Law> All { get; } =
    [
        Of("KIT-15", "The parameter jvp is not zero, not constant and no echo", Kit, [ParameterJvp], [], [], c =>
            Lives(k => c.Jvp(c.Delta(k), InputsOf(c, k), ParametersOf(c, k)), c.Delta)),
        Of("KIT-12", "A parameter jvp that is asked for again is the same", Kit, [ParameterJvp], [],
            [Need.Deterministic], c =>
            Again(() => c.Jvp(c.Delta(0)), () => c.Jvp(c.Delta(1), c.OtherInputs(), c.OtherParameters()))),
        Of("KIT-1", "The parameter jvp is linear in its tangent", Kit, [ParameterJvp], [], [], c =>
        {
            var (u, v, a, b) = (c.Delta(0), c.Delta(1), 0.75, -1.5);
            var (ju, jv, sum) = (c.Jvp(u), c.Jvp(v), c.Jvp(c.Rounded((a * u) + (b * v))));
            return c.Ratio(sum - ((a * ju) + (b * jv)), ju.Norm() + (2 * jv.Norm()));
        }),
        Of("KIT-3", "The parameter jvp keeps its accuracy at every size of its tangent", Kit, [ParameterJvp], ["KIT-1"],
            [], c =>
            AtEverySize(c, c.Delta(0), c.Delta(1), u => c.Jvp(u))),
        Of("TAN-13", "Central differences in the weights converge to the parameter jvp with order two", Tangents,
            [Forward, ParameterJvp], [], [], c =>
        {
            var delta = c.Delta(0);
            var (quotient, jvp) = (c.ParameterQuotient(delta), c.Jvp(delta));
            return c.Ratio(jvp - quotient.Limit, quotient.Scale);
        }),
        Of("LAZY-9", "The gap to the linearisation is of second order", "lazy-regime", [Forward, ParameterJvp],
            ["TAN-13"], [Need.Double], c =>
        {
            c.RequireDouble();
            var delta = c.Delta(0);
            var tangent = c.Jvp(delta);
            double Gap(double t) => (c.F(c.Theta + (t * delta), c.X) - c.Value - (t * tangent)).Norm();
            // No kink lies within the step.
            _ = c.ParameterQuotient(delta);
            var (wide, near) = (Gap(c.Relative), Gap(c.Relative / 2));
            var rounding = Ratios.Threshold * c.Size * c.Precision.Eps * (c.Value.Norm()
                + (c.Relative * tangent.Norm()));
            return Quarters(wide, near, rounding);
        }),
        Of("KIT-5", "Permuting the samples permutes the parameter jvp", Kit, [ParameterJvp], [], [Need.Batches], c =>
        {
            var (order, delta) = (c.Permutation(), c.Delta(0));
            var whole = c.Jvp(delta);
            return c.Ratio(c.Jvp(delta, c.X.Take(order)) - whole.Take(order), whole.Norm());
        }),
        Of("KIT-7", "The parameter jvp of a part of the batch is that part of the whole's", Kit, [ParameterJvp], [],
            [Need.Batches, Need.Independent], c =>
        {
            var (part, delta) = (Part(c), c.Delta(0));
            var whole = c.Jvp(delta);
            return c.Ratio(c.Jvp(delta, c.X.Take(part)) - whole.Take(part), whole.Norm());
        }),
        Of("KIT-11", "A sample that is there twice has one parameter jvp", Kit, [ParameterJvp], ["KIT-7"],
            [Need.Batches, Need.Independent], c =>
        {
            var (x, delta) = (Twice(c), c.Delta(0));
            var tangent = c.Jvp(delta, x);
            return c.Ratio(tangent.Row(0) - tangent.Row(1), tangent.Norm());
        }),
        Of("KIT-18", "In float32 the parameter jvp is that of float64 to single accuracy", Kit, [ParameterJvp], [],
            [Need.BothPrecisions], c =>
            InSingle(c, at => at.Jvp(at.Delta(0)))),

        Of("KIT-16", "The parameter vjp is not zero, not constant and no echo", Kit, [ParameterVjp], [], [], c =>
            Lives(k => c.Vjp(c.Cotangent(k), InputsOf(c, k), ParametersOf(c, k)), k => c.Cotangent(k))),
        Of("KIT-13", "A parameter vjp that is asked for again is the same", Kit, [ParameterVjp], [],
            [Need.Deterministic], c =>
            Again(() => c.Vjp(c.Cotangent(0)), () => c.Vjp(c.Cotangent(1), c.OtherInputs(), c.OtherParameters()))),
        Of("KIT-2", "The parameter vjp is linear in its cotangent", Kit, [ParameterVjp], [], [], c =>
        {
            var (u, v, a, b) = (c.Cotangent(0), c.Cotangent(1), 0.75, -1.5);
            var (gu, gv, sum) = (c.Vjp(u), c.Vjp(v), c.Vjp(c.Rounded((a * u) + (b * v))));
            return c.Ratio(sum - ((a * gu) + (b * gv)), gu.Norm() + (2 * gv.Norm()));
        }),
        Of("KIT-4", "The parameter vjp keeps its accuracy at every size of its cotangent", Kit, [ParameterVjp],
            ["KIT-2"], [], c =>
            AtEverySize(c, c.Cotangent(0), c.Cotangent(1), u => c.Vjp(u))),
        Of("KIT-6", "Permuting the samples leaves the parameter vjp", Kit, [ParameterVjp], [], [Need.Batches], c =>
        {
            var (order, cotangent) = (c.Permutation(), c.Cotangent(0));
            var whole = c.Vjp(cotangent);
            return c.Ratio(c.Vjp(cotangent.Take(order), c.X.Take(order)) - whole, SumOfParts(c, cotangent));
        }),
        Of("KIT-8", "A batch's parameter vjp is the sum over its samples", Kit, [ParameterVjp], [],
            [Need.Batches, Need.Independent], c =>
        {
            var cotangent = c.Cotangent(0);
            var parts = Enumerable.Range(0, c.N).Select(i => c.Vjp(cotangent.Row(i), c.X.Row(i))).ToArray();
            return c.Ratio(c.Vjp(cotangent) - parts.Aggregate((a, b) => a + b), parts.Sum(part => part.Norm()));
        }),
        Of("KIT-9", "A sample without cotangent plays no part in the vjp", Kit, [ParameterVjp], ["KIT-8"],
            [Need.Batches, Need.Independent], c =>
        {
            c.RequireSamples(c.N + 1);
            var (cotangent, other) = (c.Cotangent(0), c.OtherInputs(rows: 1));
            var without = c.Vjp(cotangent);
            var with = c.Vjp(Below(cotangent, Numbers.Zeros(1, c.C)), Below(c.X, other));
            return c.Ratio(with - without, SumOfParts(c, cotangent));
        }),
        Of("KIT-10", "Cotangents of a sample that is there twice add", Kit, [ParameterVjp], ["KIT-8"],
            [Need.Batches, Need.Independent], c =>
        {
            var (x, u) = (Twice(c), c.Cotangent(0, 2));
            var sum = c.Rounded(u.Row(0) + u.Row(1));
            var scale = c.Vjp(u.Row(0), x.Row(0)).Norm() + c.Vjp(u.Row(1), x.Row(0)).Norm();
            return c.Ratio(c.Vjp(u, x) - c.Vjp(sum, x.Row(0)), scale);
        }),
        Of("KIT-23", "The parameter vjp is adjoint to difference quotients of the map", Kit, [Forward, ParameterVjp],
            [], [], c =>
        {
            var (delta, cotangent) = (c.Delta(0), c.Cotangent(0));
            var (quotient, gradient) = (c.ParameterQuotient(delta), c.Vjp(cotangent));
            var error = gradient.Dot(delta) - cotangent.Dot(quotient.Limit);
            return c.Ratio(Math.Abs(error), (gradient.Norm() * delta.Norm()) + (cotangent.Norm() * quotient.Scale));
        }),
        Of("KIT-19", "In float32 the parameter vjp is that of float64 to single accuracy", Kit, [ParameterVjp], [],
            [Need.BothPrecisions], c =>
            InSingle(c, at => at.Vjp(at.Cotangent(0)))),

        Of("TAN-12", "The parameter jvp and the gradient are adjoint", Tangents, [ParameterJvp, ParameterVjp], [], [],
            c =>
        {
            var (delta, cotangent) = (c.Delta(0), c.Cotangent(0));
            var (tangent, gradient) = (c.Jvp(delta), c.Vjp(cotangent));
            return c.Ratio(Math.Abs(tangent.Dot(cotangent) - gradient.Dot(delta)), (tangent.Norm() * cotangent.Norm())
                + (gradient.Norm() * delta.Norm()));
        }),
        Of("TAN-14", "The columns of the dense Jacobian are parameter jvps of unit updates", Tangents,
            [ParameterJvp, ParameterVjp], ["TAN-12"], [], c =>
        {
            var draw = c.Draw(50);
            return Enumerable.Range(0, Math.Min(4, c.P)).Select(_ => draw.Below(c.P)).Worst(j =>
                c.Ratio(c.Jvp(Numbers.Unit(c.P, j)).Flat() - c.Jacobian.Column(j), c.Jacobian.Norm()));
        }),
    ];

    /// <summary>Two questions have two answers, and an answer is not the question. A dead unit may answer zero, so more
    /// than one place is looked at.</summary>
    /// <param name="ask">Asks in one of many ways.</param>
    /// <param name="given">What an echo would answer.</param>
    internal static double Lives(Func<int, Numbers> ask, Func<int, Numbers>? given = null)
    {
        var first = ask(0);
        if (given?.Invoke(0) is { } question && question.Values.Length == first.Values.Length
            && (question.Like(first) - first).Norm() == 0)
        {
            return Ratios.Fact(false);
        }

        for (var k = 1; k < Places; k++)
        {
            if (ask(k) is var next && (next - first).Norm() > 1e-6 * Math.Max(first.Norm(), next.Norm()))
            {
                return Ratios.Fact(true);
            }
        }

        return Ratios.Fact(false);
    }

    /// <summary>The inputs of the k-th place: the case's own for the first.</summary>
    internal static Numbers InputsOf(MapCase c, int k) => k < 3 ? c.X : c.OtherInputs(k);

    /// <summary>The parameters of the k-th place.</summary>
    internal static Numbers ParametersOf(MapCase c, int k) => k < 3 ? c.Theta : c.OtherParameters(k);

    /// <summary>A, B, A: the third answer has the bits of the first.</summary>
    internal static double Again(Func<Numbers> ask, Func<Numbers> other)
    {
        var first = ask();
        other();
        return Ratios.Fact(ask().SameBits(first));
    }

    /// <summary>What is left at half the step is a quarter, or a sixteenth of the whole and rounding more at most: a
    /// term of first order leaves half.</summary>
    internal static double Quarters(double whole, double half, double rounding) =>
        Ratios.Threshold * Math.Max(0, half - (whole / 4)) / ((whole / 16) + rounding);

    /// <summary>A linear map of s·u is s times that of u, for small and large s.</summary>
    internal static double AtEverySize(MapCase c, Numbers u, Numbers v, Func<Numbers, Numbers> map)
    {
        var (one, scale) = (map(u), map(v).Norm());
        return (c.Precision == Precision.Single ? SingleSizes : DoubleSizes).Worst(size =>
            c.Ratio((1 / size * map(c.Rounded(size * u))) - one, one.Norm() + scale));
    }

    /// <summary>The same question in both dtypes.</summary>
    internal static double InSingle(MapCase c, Func<MapCase, Numbers> ask)
    {
        var (single, exact) = (ask(c.In(Precision.Single)), ask(c.In(Precision.Double)));
        return Ratios.Of(single - exact, exact.Norm(), c.Size, Precision.Single);
    }

    /// <summary>Some of the samples, not all, in their order; at least one.</summary>
    internal static int[] Part(MapCase c)
    {
        if (c.N < 2)
        {
            throw new OutsideException("a batch of one");
        }

        var order = c.Permutation();
        return [.. order.Take((c.N + 1) / 2).Order()];
    }

    /// <summary>The first sample, twice.</summary>
    internal static Numbers Twice(MapCase c) => c.X.Take([0, 0]);

    internal static Numbers Below(Numbers above, Numbers below) =>
        Numbers.Matrix([.. above.Values, .. below.Values], above.RowCount + below.RowCount, above.ColumnCount);

    // A sum over samples may cancel, so its rounding is measured against the parts.
    private static double SumOfParts(MapCase c, Numbers cotangent) =>
        Enumerable.Range(0, c.N).Sum(i => c.Vjp(OnlyRow(cotangent, i)).Norm());

    private static Numbers OnlyRow(Numbers a, int row) =>
        Numbers.Matrix([.. a.Values.ToArray().Select((value, k) => k / a.ColumnCount == row ? value : 0)], a.RowCount,
            a.ColumnCount);
}
