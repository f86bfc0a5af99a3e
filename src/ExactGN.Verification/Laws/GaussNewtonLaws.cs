using static ExactGN.Verification.Laws.MapLaw;
using static ExactGN.Verification.Subjects.Operations;

namespace ExactGN.Verification.Laws;

/// <summary>Laws of Gauss-Newton steps of a map that the kit knows nothing about. theory/verification.md,
/// theory/exact-update.md, theory/dynamics.md.</summary>
/// <remarks>A solve may square the condition of J, as it does through the kernel, so κ² is what a step's error may grow
/// with; κ is measured by differences of the map.</remarks>
internal static class GaussNewtonLaws
{
    private const string Exact = "exact-update";

    private static readonly Need[] Undamped = [Need.Undamped, Need.ErrorTarget];

    private static readonly Need[] LeastNorm = [Need.LeastNorm, Need.ErrorTarget];

    private static readonly Need[] Damped = [Need.Damped, Need.ErrorTarget];

    private static readonly Need Squares = new("the loss squared-error", d => d.GaussNewton is { } step
        && step.Losses.Contains("squared-error"));

    internal static IReadOnlyList<Law> All { get; } =
    [
        Of("KIT-41", "A step is not zero and no other error's", Kit, [Forward, Step], [], Undamped, c =>
        {
            _ = c.Condition;
            var (one, two) = (c.Step(c.Cotangent(0)), c.Step(c.Cotangent(1)));
            return Ratios.Fact(one.Norm() > 0 && two.Norm() > 0 && (one - two).Norm() > 1e-9 * one.Norm());
        }),
        Of("KIT-42", "No error, no step", Kit, [Step], [], [Need.Undamped, Need.ErrorForm], c =>
            Ratios.Fact(c.Step(Numbers.Zeros(c.N, c.C)).Norm() == 0)),
        Of("GN-26", "Asking twice gives the same bits and changes nothing", Exact, [Step], [],
            [.. Undamped, Need.Deterministic], c =>
            TangentLaws.Again(() => c.Step(c.Cotangent(0)), () => c.Step(c.Cotangent(1), x: c.OtherInputs()))),
        Of("GN-31", "What is not finite never becomes an update", Exact, [Step], [],
            [Need.Undamped, Need.ErrorForm, Need.Base64], NeverFromNaN),
        Of("GN-1", "The update realises the output error", Exact, [Forward, ParameterJvp, Step], ["TAN-13"], Undamped,
            c =>
        {
            // κ first: a step may refuse what is outside the hypotheses.
            var (error, factor) = (c.Cotangent(0), Squared(c));
            return c.Ratio(c.Jvp(c.Rounded(c.Step(error))) - error, c.ErrorScale(error), factor);
        }),
        Of("GN-6", "The outputs move by the error to first order", Exact, [Forward, Step], [], Undamped, c =>
        {
            var error = c.Cotangent(0);
            var (factor, delta) = (Squared(c), c.Step(error));
            var size = delta.Norm() / Math.Sqrt(c.P);
            if (size == 0)
            {
                return Ratios.Fact(false);
            }

            var quotient = c.ParameterQuotient(c.Rounded(1 / size * delta));
            return c.Ratio((size * quotient.Limit) - error, (size * quotient.Scale) + (factor * c.ErrorScale(error)));
        }),
        Of("GN-7", "The remainder quarters when the step halves", Exact, [Forward, Step], ["GN-6"],
            [.. Undamped, Need.Double], c =>
        {
            c.RequireDouble();
            var error = c.Cotangent(0);
            var (factor, delta) = (Squared(c), c.Step(error));
            var size = delta.Norm() / Math.Sqrt(c.P);
            if (size == 0)
            {
                return Ratios.Fact(false);
            }

            // No kink lies within the step.
            _ = c.ParameterQuotient(c.Rounded(1 / size * delta));
            var h = c.Relative / size;
            double Remainder(double alpha) => (c.F(c.Theta - (alpha * delta), c.X) - c.Value + (alpha * error)).Norm();
            var (whole, half) = (Remainder(h), Remainder(h / 2));
            var rounding = Ratios.Threshold * c.Size * c.Precision.Eps * (c.Value.Norm()
                + (h * factor * c.ErrorScale(error)));
            return TangentLaws.Quarters(whole, half, rounding);
        }),
        Of("GN-8", "The step solves the normal equations", Exact, [Forward, ParameterJvp, ParameterVjp, Step],
            ["TAN-12", "GN-1"], Undamped, c =>
        {
            var error = c.Cotangent(0);
            var (factor, there) = (Squared(c), c.Jvp(c.Rounded(c.Step(error))));
            var gradient = c.Vjp(error);
            return c.Ratio(c.Vjp(there) - gradient, c.Largest * c.ErrorScale(error), factor);
        }),
        Of("GN-12", "The update is the least-norm one and a part orthogonal to it", Exact,
            [Forward, ParameterVjp, Step], ["KIT-23", "GN-6"], Undamped, c =>
        {
            var error = c.Cotangent(0);
            var (factor, delta) = (Squared(c), c.Step(error));
            var least = c.JacobianSpectrum.PseudoInverse(0).Times(error.Flat());
            return c.Ratio(Math.Abs(least.Dot(delta - least)),
                factor * (least.Norm() * (delta.Norm() + least.Norm())) * Share(c, error));
        }),
        Of("GN-23", "A power of two in the error is the same in the update", Exact, [Forward, Step], [], Undamped, c =>
        {
            var (error, factor) = (c.Cotangent(0), Squared(c));
            var one = c.Step(error);
            return new[] { -1.0, 0.125, 1024 }.Worst(times =>
                c.Ratio((1 / times * c.Step(times * error)) - one,
                    one.Norm() * Share(c, error) * Math.Max(1, 1 / Math.Abs(times)), factor));
        }),
        Of("GN-24", "The updates of two errors add", Exact, [Forward, Step], [], Undamped, c =>
        {
            var (u, v) = (c.Cotangent(0), c.Cotangent(1));
            var factor = Squared(c);
            var (one, two, sum) = (c.Step(u), c.Step(v), c.Step(c.Rounded(u + v)));
            return c.Ratio(sum - one - two, (one.Norm() + two.Norm()) * Share(c, u), factor);
        }),
        Of("GN-27", "The order of the samples does not matter", Exact, [Forward, Step], [], [.. Undamped, Need.Batches],
            c =>
        {
            var (error, order, factor) = (c.Cotangent(0), c.Permutation(), Squared(c));
            var one = c.Step(error);
            return c.Ratio(c.Step(error.Take(order), x: c.X.Take(order)) - one, one.Norm() * Share(c, error), factor);
        }),
        Of("KIT-36", "The step of what a step realised is that step", Kit, [Forward, ParameterJvp, Step], ["GN-1"],
            Undamped, c =>
        {
            var (error, factor) = (c.Cotangent(0), Squared(c));
            var one = c.Step(error);
            return c.Ratio(c.Step(c.Jvp(c.Rounded(one))) - one, one.Norm() * Share(c, error), factor);
        }),
        Of("GN-29", "In float32 it is the float64 update to single accuracy", Exact, [Forward, Step], ["GN-6"],
            [.. Undamped, Need.BothPrecisions], c =>
        {
            var (single, exact) = (c.In(Precision.Single), c.In(Precision.Double));
            var (error, kappa) = (c.Cotangent(0).Rounded(Precision.Single), exact.Condition);
            if (kappa > 30)
            {
                throw new OutsideException("κ of J above 30");
            }

            var there = exact.Step(error);
            return Ratios.Of(single.Step(error) - there, there.Norm() * Share(exact, error), c.Size * kappa * kappa,
                Precision.Single);
        }),
        Of("KIT-47", "Both forms of the target give one step", Kit, [Forward, Step], [],
            [Need.Undamped, Need.ErrorForm, Need.LossTarget], c =>
            EachLoss(c, (y, loss, curvature, direction) =>
            {
                var (factor, wanted) = (Squared(c), c.Step(c.Rounded(direction.Newton)));
                var scale = wanted.Norm() * (1 + ((c.Value.Norm() + y.Norm()
                    + direction.Scale) / direction.Newton.Norm()));
                return c.Ratio(c.StepOfLoss(y, loss, curvature) - wanted, scale, factor);
            })),
        Of("GN-9", "In the outputs the step realises H⁺g", Exact, [Forward, ParameterJvp, Step], ["TAN-13"],
            [Need.Undamped, Need.LossTarget], c =>
            EachLoss(c, (y, loss, curvature, direction) =>
            {
                var factor = Squared(c);
                var there = c.Jvp(c.Rounded(c.StepOfLoss(y, loss, curvature)));
                return c.Ratio(there - direction.Newton, c.Value.Norm() + y.Norm() + direction.Scale, factor);
            })),
        Of("DYN-1", "The minimum-norm step contracts the residual whatever is trainable", "dynamics", [Forward, Step],
            ["GN-6"], [Need.Undamped, Need.LossTarget, Squares], c =>
        {
            // f − y shrinks by 1 − α to first order: its derivative along the step is itself.
            var (factor, y) = (Squared(c), c.Cotangent(2));
            var (residual, step) = (c.Value - y, c.Description.GaussNewton!);
            var curvature = step.Curvatures[0];
            var delta = (step.OfMean && curvature == "identity" ? c.N : 1) * c.StepOfLoss(y, "squared-error",
                curvature);
            var size = delta.Norm() / Math.Sqrt(c.P);
            if (size == 0)
            {
                return Ratios.Fact(residual.Norm() == 0);
            }

            var quotient = c.ParameterQuotient(c.Rounded(1 / size * delta));
            return c.Ratio((size * quotient.Limit) - residual, (size * quotient.Scale)
                + (factor * (c.Value.Norm() + y.Norm())));
        }),

        .. LeastNormLaws(),
        .. DampedLaws(),
    ];

    private static IEnumerable<Law> LeastNormLaws() =>
    [
        Of("KIT-33", "A least-norm step lies in the row space of J", Kit, [Forward, ParameterVjp, Step], ["KIT-23"],
            LeastNorm, c =>
        {
            var error = c.Cotangent(0);
            var (factor, delta) = (Squared(c), c.Step(error));
            return c.Ratio(c.JacobianSpectrum.OutsideRowSpace(delta, c.N * c.C), delta.Norm() * Share(c, error),
                factor);
        }),
        Of("KIT-34", "A least-norm step is J⁺ε", Kit, [Forward, ParameterVjp, Step], ["KIT-23", "GN-6"], LeastNorm, c =>
        {
            var error = c.Cotangent(0);
            var (factor, delta) = (Squared(c), c.Step(error));
            var pseudoInverse = c.JacobianSpectrum.PseudoInverse(0);
            return c.Ratio(delta - pseudoInverse.Times(error.Flat()),
                c.ErrorScale(error) / c.JacobianSpectrum.Values[^1], factor);
        }),
        Of("GN-16", "Through the structured kernel the least-norm update is the dense one", Exact,
            [Forward, Kernel, ParameterVjp, Step], ["KIT-21", "GN-6"], LeastNorm, c =>
        {
            var error = c.Cotangent(0);
            var (factor, delta) = (Squared(c), c.Step(error));
            var multiplier = c.Kernel().ToMathNet().LU().Solve(error.Flat().ToMathNet());
            var through = c.Vjp(c.Rounded(Numbers.FromMathNet(multiplier).Reshaped(c.N, c.C)));
            return c.Ratio(delta - through, c.ErrorScale(error) * c.Condition / c.Largest, factor);
        }),
        Of("KIT-35", "A least-norm step has the length that the kernel gives", Kit, [Forward, Kernel, Step], ["GN-6"],
            LeastNorm, c =>
        {
            var error = c.Cotangent(0);
            var (factor, delta) = (Squared(c), c.Step(error));
            var energy = error.Flat().Dot(Numbers.FromMathNet(c.Kernel().ToMathNet().LU().Solve(
                error.Flat().ToMathNet())).Flat());
            var length = c.ErrorScale(error) * c.Condition / c.Largest;
            return c.Ratio(Math.Abs((delta.Norm() * delta.Norm()) - energy), length * length, factor);
        }),
        Of("KIT-37", "A least-norm step finds a vector of the row space again", Kit,
            [Forward, ParameterJvp, ParameterVjp, Step], ["TAN-12", "KIT-34"], LeastNorm, c =>
        {
            var v = c.Rounded(c.Vjp(c.Cotangent(0)));
            var (factor, error) = (Squared(c), c.Jvp(v));
            return c.Ratio(c.Step(error) - v, v.Norm() * Share(c, error), factor);
        }),
        Of("KIT-38", "A least-norm step splits lengths like Pythagoras", Kit, [Forward, ParameterJvp, Step], ["TAN-13"],
            LeastNorm, c =>
        {
            var v = c.Delta(0);
            var (factor, error) = (Squared(c), c.Jvp(v));
            var (inside, all) = (c.Step(error), v.Norm());
            var outside = (v - inside).Norm();
            return c.Ratio(Math.Abs((all * all) - (inside.Norm() * inside.Norm()) - (outside * outside)),
                all * all * Share(c, error), factor);
        }),
        Of("KIT-39", "Least-norm steps of J make a symmetric projector", Kit, [Forward, ParameterJvp, Step], ["TAN-13"],
            LeastNorm, c =>
        {
            var (u, v) = (c.Delta(0), c.Delta(1));
            var factor = Squared(c);
            var (ju, jv) = (c.Jvp(u), c.Jvp(v));
            var error = u.Dot(c.Step(jv)) - v.Dot(c.Step(ju));
            return c.Ratio(Math.Abs(error), u.Norm() * v.Norm() * (Share(c, ju) + Share(c, jv)), factor);
        }),
        Of("KIT-40", "A part of the batch has no longer least-norm step", Kit, [Forward, Step], [],
            [.. LeastNorm, Need.Batches, Need.Independent], c =>
        {
            var (error, part) = (c.Cotangent(0), TangentLaws.Part(c));
            var (factor, whole) = (Squared(c), c.Step(error).Norm());
            var less = c.Step(error.Take(part), x: c.X.Take(part)).Norm();
            return c.Ratio(Math.Max(0, less - whole), whole * Share(c, error), factor);
        }),
    ];

    private static IEnumerable<Law> DampedLaws() =>
    [
        Of("KIT-43", "A damped step solves the damped normal equations", Kit, [ParameterJvp, ParameterVjp, Step],
            ["TAN-12"], Damped, c =>
        {
            var (error, scale) = (c.Cotangent(0), c.Jacobian.Norm());
            return Lambdas(c, scale).Worst(lambda =>
            {
                var delta = c.Step(error, lambda);
                var left = c.Vjp(c.Jvp(c.Rounded(delta))) + (Times(c, lambda) * delta);
                return c.Ratio(left - c.Vjp(error), (((scale * scale) + Times(c, lambda)) * delta.Norm())
                    + (scale * error.Norm()), DampedCondition(c, lambda));
            });
        }),
        Of("KIT-48", "A damped step of a loss solves its damped normal equations", Kit,
            [Forward, ParameterJvp, ParameterVjp, Step], ["TAN-12"], [Need.Damped, Need.LossTarget], c =>
            EachLoss(c, (y, loss, curvature, _) =>
            {
                var (scale, exact) = (c.Jacobian.Norm(), curvature == "exact");
                var share = c.Description.GaussNewton!.OfMean && !exact ? 1.0 / c.N : 1;
                var gradient = c.Vjp(c.Rounded(share * LossDirection.Gradient(c.Value, y, loss)));
                return Lambdas(c, scale).Worst(lambda =>
                {
                    var delta = c.StepOfLoss(y, loss, curvature, lambda);
                    var moved = c.Jvp(c.Rounded(delta));
                    var bent = exact ? LossDirection.Product(c.Value, moved, loss) : moved;
                    var residual = c.Vjp(c.Rounded(bent)) + (Times(c, lambda) * delta) - gradient;
                    // Rounding of f moves probabilities, relative to themselves, by as much as f is large.
                    var size = (((scale * scale) + Times(c, lambda)) * delta.Norm())
                        + (scale * (c.Value.Norm() + y.Norm() + 1));
                    return c.Ratio(residual, size * (1 + c.Value.Norm()), DampedCondition(c, lambda));
                });
            })),
        Of("DYN-8", "Push-through: a damped parameter solve is a damped kernel solve", "dynamics",
            [Kernel, ParameterVjp, Step], ["KIT-21"], Damped, c =>
        {
            var (error, scale, kernel) = (c.Cotangent(0), c.Jacobian.Norm(), c.Kernel());
            return Lambdas(c, scale).Worst(lambda =>
            {
                var shifted = kernel + (Times(c, lambda) * Numbers.Identity(c.N * c.C));
                var multiplier = Numbers.FromMathNet(shifted.ToMathNet().LU().Solve(error.Flat().ToMathNet())).Reshaped(
                    c.N, c.C);
                var through = c.Vjp(c.Rounded(multiplier));
                return c.Ratio(c.Step(error, lambda) - through, scale * error.Norm() / Times(c, lambda));
            });
        }),
        Of("KIT-44", "A damped step is the filtered one, and so approaches J⁺ε", Kit, [ParameterVjp, Step], [], Damped,
            c =>
        {
            var (error, scale) = (c.Cotangent(0), c.Jacobian.Norm());
            return Lambdas(c, scale).Worst(lambda =>
            {
                var filtered = c.JacobianSpectrum.Filtered(sigma => sigma / ((sigma * sigma) + Times(c, lambda))).Times(
                    error.Flat());
                return c.Ratio(c.Step(error, lambda) - filtered, scale * error.Norm() / Times(c, lambda));
            });
        }),
        Of("KIT-45", "A growing damping makes the step the gradient over λ", Kit, [ParameterVjp, Step], [], Damped, c =>
        {
            // λΔ − Jᵀε = −(JᵀJ + λI)⁻¹JᵀJJᵀε.
            var (error, scale) = (c.Cotangent(0), c.Jacobian.Norm());
            var lambda = (scale * scale * 1e6) + 1e-6;
            var (gradient, delta) = (c.Vjp(error), c.Step(error, lambda / Times(c, 1)));
            var gap = ((lambda * delta) - gradient).Norm();
            var bound = scale * scale / lambda * gradient.Norm();
            return c.Ratio(Math.Max(0, gap - bound), gradient.Norm() + (scale * error.Norm()));
        }),
        Of("KIT-46", "More damping, no longer step", Kit, [ParameterVjp, Step], [], Damped, c =>
        {
            var (error, scale) = (c.Cotangent(0), c.Jacobian.Norm());
            var lengths = Lambdas(c, scale).Order().Select(lambda => (Lambda: lambda,
                Length: c.Step(error, lambda).Norm())).ToArray();
            return lengths.Zip(lengths.Skip(1)).Worst(pair =>
                c.Ratio(Math.Max(0, pair.Second.Length - pair.First.Length),
                    scale * error.Norm() / Times(c, pair.First.Lambda)));
        }),
    ];

    private static double Squared(MapCase c) => c.Condition * c.Condition;

    // What y = f − ε costs.
    private static double Share(MapCase c, Numbers error) => error.Norm() is var norm and > 0
        ? c.ErrorScale(error) / norm : 1;

    private static double Times(MapCase c, double lambda) => c.Description.GaussNewton!.DampsPerSample ? c.N * lambda
        : lambda;

    private static IEnumerable<double> Lambdas(MapCase c, double scale) =>
        new[] { 1e-3, 0.1, 10 }.Select(share => c.Precision.Round(share * Math.Max(scale * scale, 1e-6)));

    private static double DampedCondition(MapCase c, double lambda)
    {
        var largest = c.JacobianSpectrum.Largest;
        return 1 + (largest * largest / Times(c, lambda));
    }

    private static double NeverFromNaN(MapCase c)
    {
        var error = c.Cotangent(0);
        var spoilt = Numbers.Matrix([.. error.Values.ToArray().Select((value, k) => k == 0 ? double.NaN : value)], c.N,
            c.C);
        try
        {
            // A refusal by name is what is asked for; NaN in the answer is an answer of its kind as well, but finite
            // numbers are none.
            c.Step(spoilt);
            return Ratios.Fact(false);
        }
        catch (SubjectException refusal) when (refusal.Trouble is Trouble.Numerical or Trouble.Refused)
        {
            return Ratios.Fact(true);
        }
        catch (SubjectException answer) when (answer.Trouble is Trouble.Failed or Trouble.Malformed)
        {
            throw new SubjectException(
                answer.Trouble,
                "given an error that holds NaN it must refuse, by a NumericalException or an error of kind "
                    + $"'numerical' or 'refused'; {answer.Message}",
                answer);
        }
    }

    private static double EachLoss(MapCase c, Func<Numbers, string, string, LossDirection, double> judge)
    {
        var step = c.Description.GaussNewton!;
        return (
            from loss in step.Losses
            from curvature in step.Curvatures
            let y = loss == "squared-error" ? c.Cotangent(2) : OneHot(c)
            select judge(y, loss, curvature, LossDirection.Of(c.Value, y, loss, curvature, step.OfMean ? c.N
                : 1))).Worst();
    }

    private static Numbers OneHot(MapCase c)
    {
        var draw = c.Draw(60);
        return Numbers.Stack([.. Enumerable.Range(0, c.N).Select(_ => Numbers.Unit(c.C, draw.Below(c.C)))]);
    }
}
