using MathNet.Numerics.LinearAlgebra;
using static ExactGN.Verification.Laws.MapLaw;
using static ExactGN.Verification.Subjects.Operations;

namespace ExactGN.Verification.Laws;

/// <summary>Laws of the kernel Θ = JJᵀ. theory/verification.md, theory/lazy-regime.md.</summary>
internal static class KernelLaws
{
    private const string Lazy = "lazy-regime";

    internal static IReadOnlyList<Law> All { get; } =
    [
        Of("KIT-17", "The kernel is not zero and moves with its inputs", Kit, [Kernel], [], [], c =>
            TangentLaws.Lives(k => c.Kernel(k == 0 ? c.X : c.OtherInputs(k), TangentLaws.ParametersOf(c, k)))),
        Of("KIT-14", "A kernel that is asked for again is the same", Kit, [Kernel], [], [Need.Deterministic], c =>
            TangentLaws.Again(() => c.Kernel(), () => c.Kernel(c.OtherInputs(), c.OtherParameters()))),
        Of("NTK-1", "The kernel is symmetric and positive semi-definite", Lazy, [Kernel], [], [], c =>
        {
            var kernel = c.Kernel();
            var least = (0.5 * (kernel + kernel.Transposed())).ToMathNet().Evd(Symmetricity.Symmetric).EigenValues.Min(
                value => value.Real);
            return Ratios.Worst(c.Ratio(kernel - kernel.Transposed(), kernel.Norm()),
                c.Ratio(Math.Max(0, -least), kernel.Norm()));
        }),
        Of("NTK-5", "Permuting the samples permutes the kernel", Lazy, [Kernel], [], [Need.Batches], c =>
        {
            var (order, kernel) = (c.Permutation(), c.Kernel());
            return c.Ratio(c.Kernel(c.X.Take(order)) - Sub(kernel, order, c.C), kernel.Norm());
        }),
        Of("NTK-6", "The kernel of two samples does not depend on the rest of the batch", Lazy, [Kernel], [],
            [Need.Batches, Need.Independent], c =>
        {
            var (part, kernel) = (TangentLaws.Part(c), c.Kernel());
            return c.Ratio(c.Kernel(c.X.Take(part)) - Sub(kernel, part, c.C), kernel.Norm());
        }),
        Of("KIT-22", "A sample that is there twice has its rows of the kernel twice", Kit, [Kernel], ["NTK-6"],
            [Need.Batches, Need.Independent], c =>
        {
            var kernel = c.Kernel(TangentLaws.Twice(c));
            var rows = Enumerable.Range(0, c.C).ToArray();
            return c.Ratio(kernel.Take(rows) - kernel.Take([.. rows.Select(row => row + c.C)]), kernel.Norm());
        }),
        Of("KIT-20", "In float32 the kernel is that of float64 to single accuracy", Kit, [Kernel], [],
            [Need.BothPrecisions], c =>
            TangentLaws.InSingle(c, at => at.Kernel())),
        Of("KIT-21", "The kernel measures vjps", Kit, [Kernel, ParameterVjp], [], [], c =>
        {
            var (kernel, cotangent) = (c.Kernel(), c.Cotangent(0));
            var (by, gradient) = (cotangent.Flat().Dot(kernel.Times(cotangent.Flat())), c.Vjp(cotangent).Norm());
            return c.Ratio(Math.Abs(by - (gradient * gradient)), kernel.Norm() * cotangent.Norm() * cotangent.Norm());
        }),
        Of("NTK-2", "The structured kernel is the Gram matrix of the Jacobian", Lazy, [Kernel, ParameterVjp],
            ["KIT-21"], [], c =>
            c.Ratio(c.Kernel() - c.Jacobian.Times(c.Jacobian.Transposed()), c.Jacobian.Norm() * c.Jacobian.Norm())),
        Of("NTK-3", "Its eigenvalues are the Jacobian's squared singular values", Lazy, [Kernel, ParameterVjp],
            ["NTK-1", "NTK-2"], [], c =>
        {
            var kernel = c.Kernel();
            var eigenvalues = (0.5 * (kernel + kernel.Transposed())).ToMathNet().Evd(
                Symmetricity.Symmetric).EigenValues.Select(value => value.Real).OrderDescending();
            var squares = c.JacobianSpectrum.Values.Select(sigma => sigma * sigma).Concat(
                Enumerable.Repeat(0.0, c.N * c.C)).Take(c.N * c.C);
            return eigenvalues.Zip(squares).Worst(pair =>
                c.Ratio(Math.Abs(pair.First - pair.Second), c.Jacobian.Norm() * c.Jacobian.Norm()));
        }),
        Of("NTK-8", "A vjp and a jvp apply the kernel to a probe", Lazy, [Kernel, ParameterVjp, ParameterJvp],
            ["TAN-12", "KIT-21"], [], c =>
        {
            var (kernel, cotangent) = (c.Kernel(), c.Cotangent(0));
            var there = c.Jvp(c.Rounded(c.Vjp(cotangent)));
            return c.Ratio(there.Flat() - kernel.Times(cotangent.Flat()), kernel.Norm() * cotangent.Norm());
        }),
        Of("LAZY-7", "Gradient descent's does: it is the kernel times the gradient", Lazy,
            [Forward, Kernel, ParameterVjp], ["KIT-21", "KIT-23"], [], c =>
        {
            var (kernel, cotangent) = (c.Kernel(), c.Cotangent(0));
            var gradient = c.Vjp(cotangent);
            var size = gradient.Norm() / Math.Sqrt(c.P);
            if (size == 0)
            {
                return Ratios.Fact(kernel.Norm() == 0);
            }

            var quotient = c.ParameterQuotient(c.Rounded(1 / size * gradient));
            return c.Ratio((size * quotient.Limit).Flat() - kernel.Times(cotangent.Flat()), (size * quotient.Scale)
                + (kernel.Norm() * cotangent.Norm()));
        }),
    ];

    // Rows and columns of some samples, in an order.
    private static Numbers Sub(Numbers kernel, IReadOnlyList<int> samples, int outputs)
    {
        var places = samples.SelectMany(i => Enumerable.Range(i * outputs, outputs)).ToArray();
        return kernel.Take(places).Transposed().Take(places).Transposed();
    }
}
