using static ExactGN.Verification.Laws.MapLaw;
using static ExactGN.Verification.Subjects.Operations;

namespace ExactGN.Verification.Laws;

/// <summary>Laws of the map itself and of its derivative in the inputs. theory/verification.md, theory/reversible.md,
/// theory/tangents.md.</summary>
internal static class ForwardLaws
{
    internal static IReadOnlyList<Law> All { get; } =
    [
        Of("KIT-25", "The map moves with its parameters and its inputs", Kit, [Forward], [], [], c => Ratios.Worst(
            TangentLaws.Lives(k => c.F(k == 0 ? c.Theta : c.OtherParameters(k), c.X)),
            TangentLaws.Lives(k => c.F(TangentLaws.ParametersOf(c, k), k == 0 ? c.X : c.OtherInputs(k))))),
        Of("KIT-24", "A map that is asked for again is the same", Kit, [Forward], [], [Need.Deterministic], c =>
            TangentLaws.Again(() => c.F(c.Theta, c.X), () => c.F(c.OtherParameters(), c.OtherInputs()))),
        Of("REV-6", "Samples do not see each other", "reversible", [Forward], [], [Need.Batches, Need.Independent], c =>
        {
            var part = TangentLaws.Part(c);
            return c.Ratio(c.F(c.Theta, c.X.Take(part)) - c.Value.Take(part), c.Value.Norm());
        }),
        Of("REV-7", "Permuting the samples permutes the states", "reversible", [Forward], [], [Need.Batches], c =>
        {
            var order = c.Permutation();
            return c.Ratio(c.F(c.Theta, c.X.Take(order)) - c.Value.Take(order), c.Value.Norm());
        }),
        Of("KIT-26", "In float32 the map is that of float64 to single accuracy", Kit, [Forward], [],
            [Need.BothPrecisions], c =>
            TangentLaws.InSingle(c, at => at.F(at.Theta, at.X))),

        Of("KIT-31", "The input jvp is not zero, not constant and no echo", Kit, [InputJvp], [], [], c =>
            TangentLaws.Lives(k => c.InputJvp(c.InputTangent(k), TangentLaws.InputsOf(c, k),
                TangentLaws.ParametersOf(c, k)), c.InputTangent)),
        Of("TAN-1", "The jvp is linear in the tangent", "tangents", [InputJvp], [], [], c =>
        {
            var (u, v, a, b) = (c.InputTangent(0), c.InputTangent(1), 0.75, -1.5);
            var (ju, jv, sum) = (c.InputJvp(u), c.InputJvp(v), c.InputJvp(c.Rounded((a * u) + (b * v))));
            return c.Ratio(sum - ((a * ju) + (b * jv)), ju.Norm() + (2 * jv.Norm()));
        }),
        Of("KIT-28", "Central differences in the inputs converge to the input jvp", Kit, [Forward, InputJvp], [], [],
            c =>
        {
            var tangent = c.InputTangent(0);
            var (quotient, jvp) = (c.InputQuotient(tangent), c.InputJvp(tangent));
            return c.Ratio(jvp - quotient.Limit, quotient.Scale);
        }),
        Of("KIT-30", "A sample's input tangent moves no other sample", Kit, [InputJvp], [],
            [Need.Batches, Need.Independent], c =>
        {
            var (tangent, part) = (c.InputTangent(0), TangentLaws.Part(c));
            var whole = c.InputJvp(tangent);
            var only = Numbers.Matrix([.. tangent.Values.ToArray().Select((value, k) => part.Contains(k / c.D) ? value
                : 0)], c.N, c.D);
            var moved = c.InputJvp(only);
            var wanted = Numbers.Matrix([.. whole.Values.ToArray().Select((value, k) => part.Contains(k / c.C) ? value
                : 0)], c.N, c.C);
            return c.Ratio(moved - wanted, whole.Norm());
        }),
        Of("KIT-32", "The input vjp is not zero, not constant and no echo", Kit, [InputVjp], [], [], c =>
            TangentLaws.Lives(k => c.InputVjp(c.Cotangent(k), TangentLaws.InputsOf(c, k),
                TangentLaws.ParametersOf(c, k)), k => c.Cotangent(k))),
        Of("KIT-27", "The input vjp is linear in its cotangent", Kit, [InputVjp], [], [], c =>
        {
            var (u, v, a, b) = (c.Cotangent(0), c.Cotangent(1), 0.75, -1.5);
            var (gu, gv, sum) = (c.InputVjp(u), c.InputVjp(v), c.InputVjp(c.Rounded((a * u) + (b * v))));
            return c.Ratio(sum - ((a * gu) + (b * gv)), gu.Norm() + (2 * gv.Norm()));
        }),
        Of("KIT-29", "The input vjp is adjoint to difference quotients of the map", Kit, [Forward, InputVjp], [], [],
            c =>
        {
            var (tangent, cotangent) = (c.InputTangent(0), c.Cotangent(0));
            var (quotient, gradient) = (c.InputQuotient(tangent), c.InputVjp(cotangent));
            var error = gradient.Dot(tangent) - cotangent.Dot(quotient.Limit);
            return c.Ratio(Math.Abs(error), (gradient.Norm() * tangent.Norm()) + (cotangent.Norm() * quotient.Scale));
        }),
        Of("TAN-5", "The jvp and the vjp are adjoint", "tangents", [InputJvp, InputVjp], [], [], c =>
        {
            var (tangent, cotangent) = (c.InputTangent(0), c.Cotangent(0));
            var (moved, gradient) = (c.InputJvp(tangent), c.InputVjp(cotangent));
            return c.Ratio(Math.Abs(moved.Dot(cotangent) - gradient.Dot(tangent)), (moved.Norm() * cotangent.Norm())
                + (gradient.Norm() * tangent.Norm()));
        }),
    ];
}
