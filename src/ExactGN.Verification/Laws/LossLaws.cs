namespace ExactGN.Verification.Laws;

/// <summary>Laws of losses: value, derivatives and directions. Those without a name hold for every smooth loss.
/// theory/losses.md, theory/verification.md.</summary>
internal static class LossLaws
{
    private const string Chapter = "losses";

    private const double DoubleStep = 1.0 / 1024;
    private const double SingleStep = 1.0 / 32;

    private static readonly Need Softmax = Need.Named("softmax-cross-entropy");

    private static readonly Need Squares = Need.Named("squared-error");

    internal static IReadOnlyList<Law> All { get; } =
    [
        Of("KIT-60", "A loss's gradient is not zero, not constant and no echo", MapLaw.Kit, [],
            [Need.Part("gradient"), Need.Classes], c =>
        {
            var other = c.Part(c.Ask(c.F + c.V, c.Y, c.V), "gradient");
            return Ratios.Fact(c.Gradient.Norm() > 0 && (c.Gradient - other).Norm() > 0 && (c.Gradient - c.F).Norm() > 0
                && (c.Gradient - c.V).Norm() > 0);
        }),
        Of("KIT-61", "A loss that is asked for again is the same", MapLaw.Kit, [],
            [Need.Part("gradient"), Need.Deterministic], c => TangentLaws.Again(
            () => c.Part(c.Ask(c.F, c.Y, c.V), "gradient"), () =>
                c.Part(c.Ask(c.F + c.V, c.Y, c.Direction(1)), "gradient"))),
        Of("LOSS-8", "The gradient is the derivative of the value", Chapter, [], [Need.Part("value", "gradient")], c =>
        {
            var (slope, scale) = Slope(c, answer => Numbers.Vector([LossCase.ValueOf(answer) * Whole(c)]));
            return c.Ratio(Math.Abs(c.Gradient.Dot(c.V) - slope[0]), scale + (c.Gradient.Norm() * c.V.Norm()),
                c.Sensitivity);
        }),
        Of("LOSS-9", "The Hessian is the derivative of the gradient", Chapter, ["LOSS-8"],
            [Need.Part("gradient", "hessian_product")], c =>
        {
            var (slope, scale) = Slope(c, answer => c.Part(answer, "gradient"));
            return c.Ratio(c.HessianProduct - slope, scale + (c.F.Norm() + c.Y.Norm() + c.V.Norm()), c.Sensitivity);
        }),
        Of("KIT-62", "The Hessian is symmetric", MapLaw.Kit, [], [Need.Part("hessian_product")], c =>
        {
            var u = c.Direction(1);
            var other = c.Part(c.Ask(c.F, c.Y, u), "hessian_product");
            return c.Ratio(Math.Abs(u.Dot(c.HessianProduct) - c.V.Dot(other)),
                u.Norm() * (c.V.Norm() + c.HessianProduct.Norm()), c.Sensitivity);
        }),
        Of("KIT-63", "The Newton direction solves the Newton equation", MapLaw.Kit, ["LOSS-9"],
            [Need.Part("gradient", "hessian_product", "newton_direction")], c =>
        {
            // Hε − g lies in the null space of H: H(Hε − g) = 0, whatever its rank.
            var there = c.Part(c.Ask(c.F, c.Y, c.Newton), "hessian_product");
            var again = c.Part(c.Ask(c.F, c.Y, (there - c.Gradient).Rounded(c.Precision)), "hessian_product");
            var scale = c.Gradient.Norm() + c.Y.Norm() + c.Newton.Norm();
            return Ratios.Worst(c.Ratio(again, scale, c.Sensitivity), c.IsSoftmax
                ? c.Ratio(there - c.Gradient, scale, c.Sensitivity) : 0);
        }),
        Of("KIT-64", "The damped direction solves the damped equation", MapLaw.Kit, ["LOSS-9"],
            [Need.Part("gradient", "hessian_product", "damped_direction")], c =>
        {
            var there = c.Part(c.Ask(c.F, c.Y, c.Damped), "hessian_product");
            var scale = c.Gradient.Norm() + c.Y.Norm() + ((1 + c.Recipe.Damping) * c.Damped.Norm());
            return c.Ratio(there + (c.Recipe.Damping * c.Damped) - c.Gradient, scale, c.Sensitivity);
        }),
        Of("LOSS-13", "A sample's direction does not depend on its batch", Chapter, [], [Need.Part("newton_direction")],
            c =>
        {
            var last = c.N - 1;
            var answer = c.Ask(c.F.Row(last), c.Y.Row(last), c.V.Row(last));
            var alone = LossCase.Part(answer, "newton_direction", 1, c.C);
            return c.Ratio(alone - c.Newton.Row(last), alone.Norm(), c.Sensitivity);
        }),
        Of("LOSS-7", "The direction of squared error is the residual, damped by 1 + λ", Chapter, [],
            [Squares, Need.Part("newton_direction", "damped_direction")], c =>
        {
            if (!c.IsSquared)
            {
                throw new OutsideException("another loss");
            }

            var (residual, scale) = (c.F - c.Y, c.F.Norm() + c.Y.Norm());
            return Ratios.Worst(c.Ratio(c.Newton - residual, scale),
                c.Ratio(c.Damped - (1 / (1 + c.Recipe.Damping) * residual), scale));
        }),
        Of("LOSS-17", "The value is the mean of log-sum-exp minus the target's logits", Chapter, [],
            [Softmax, Need.Part("value")], c => Softly(c, () =>
        {
            var terms = Enumerable.Range(0, c.N).Select(i =>
            {
                var (f, y) = (c.F.Row(i), c.Y.Row(i));
                var largest = f.Values.ToArray().Max();
                return largest + Math.Log(f.Values.ToArray().Sum(x => Math.Exp(x - largest))) - f.Dot(y);
            }).ToArray();
            var wanted = terms.Sum() / Whole(c);
            return c.Ratio(Math.Abs(c.Value - wanted), (1 + c.F.Norm()) * c.N / Whole(c), c.Sensitivity);
        })),
        Of("LOSS-6", "Identity curvature gives p − y in every component", Chapter, [], [Softmax, Need.Part("gradient")],
            c => Softly(c, () =>
            {
                var scales = c.Probabilities.Zip(c.Y, (p, y) => (c.Sensitivity * p) + Math.Abs(y));
                return (c.Gradient - (c.Probabilities - c.Y))
                    .Zip(scales, (error, scale) => Ratios.Of(Math.Abs(error), scale, c.C, c.Precision))
                    .Values.ToArray().Worst();
            })),
        Of("LOSS-2", "The exact softmax direction sums to zero", Chapter, [], [Softmax, Need.Part("newton_direction")],
            c => Softly(c, () =>
            Enumerable.Range(0, c.N).Worst(i => c.Ratio(Math.Abs(c.Newton.Row(i).Values.ToArray().Sum()),
                c.Newton.Row(i).Values.ToArray().Sum(Math.Abs))))),
        Of("LOSS-3", "The exact softmax direction solves the Newton equation for every target that sums to one",
            Chapter, [], [Softmax, Need.Part("newton_direction")], c => Softly(c, () =>
            c.Ratio(c.SoftmaxProduct(c.Newton) - (c.Probabilities - c.Y), c.Newton.Norm() + c.Probabilities.Norm()
                + c.Y.Norm(), c.Sensitivity))),
        Of("LOSS-1", "The exact softmax direction is the dense pseudo-inverse of H applied to g", Chapter, ["LOSS-3"],
            [Softmax, Need.Part("newton_direction")], c => Softly(c, () =>
        {
            var wanted = LossDirection.Of(c.F, c.Y, c.Recipe.Name, "exact", 1).Newton;
            return c.Ratio(c.Newton - wanted, wanted.Norm(), c.Sensitivity);
        })),
        Of("LOSS-4", "The damped closed form equals a dense solve down to λ = 10⁻¹²", Chapter, [],
            [Softmax, Need.Part("damped_direction")], c => Softly(c, () =>
        {
            var lambda = c.Recipe.Damping;
            var residual = c.SoftmaxProduct(c.Damped) + (lambda * c.Damped) - (c.Probabilities - c.Y);
            return c.Ratio(residual, ((1 + lambda) * c.Damped.Norm()) + c.Probabilities.Norm() + c.Y.Norm(),
                c.Sensitivity);
        })),
        Of("LOSS-5", "Damping interpolates between the exact direction and the scaled gradient", Chapter,
            ["LOSS-3", "LOSS-4"], [Softmax, Need.Part("newton_direction", "damped_direction")], c => Softly(c, () =>
        {
            var (lambda, gap) = (c.Recipe.Damping, c.Newton - c.Damped);
            var residual = c.SoftmaxProduct(gap) + (lambda * gap) - (lambda * c.Newton);
            return c.Ratio(residual, (1 + lambda) * (c.Newton.Norm() + c.Damped.Norm()), c.Sensitivity);
        })),
        Of("LOSS-12", "Adding a constant to a sample's logits changes nothing", Chapter, [],
            [Softmax, Need.Part("gradient")], c => Softly(c, () =>
        {
            // The larger constant is beyond what an exponential can take.
            double[] constants = [2, c.Precision == Precision.Single ? 128 : 1024];
            return constants.Worst(constant =>
            {
                var shifted = c.F.Map(x => x + constant).Rounded(c.Precision);
                var gradient = c.Part(c.Ask(shifted, c.Y, c.V), "gradient");
                return c.Ratio(gradient - c.Gradient, c.Probabilities.Norm() + c.Y.Norm(), c.Sensitivity + constant);
            });
        })),
        Of("LOSS-14", "The softmax Hessian lies between 0 and ½ and annihilates constants", Chapter, [],
            [Softmax, Need.Part("hessian_product")], c => Softly(c, () =>
        {
            var (energy, length) = (c.V.Dot(c.HessianProduct), c.V.Norm() * c.V.Norm());
            var ones = c.V.Map(_ => 1);
            var flat = c.Part(c.Ask(c.F, c.Y, ones), "hessian_product");
            return Ratios.Worst(c.Ratio(Math.Max(0, -energy), length, c.Sensitivity),
                c.Ratio(Math.Max(0, energy - (length / 2)), length, c.Sensitivity),
                c.Ratio(flat, ones.Norm(), c.Sensitivity));
        })),
    ];

    private static Law<LossRecipe, LossCase> Of(string id, string title, string chapter, string[] restsOn, Need[] needs,
        Func<LossCase, double> ratio) =>
        new(id, title, chapter, [Operations.Loss], needs, restsOn, (probe, recipe) => new(probe, recipe), ratio);

    private static double Softly(LossCase c, Func<double> ratio)
    {
        c.RequireSoftmax();
        return ratio();
    }

    // What makes a value the sum over the batch.
    private static double Whole(LossCase c) => c.Sums ? 1 : c.N;

    // Central differences along v, extrapolated once; and their error over eps.
    private static (Numbers Slope, double Scale) Slope(LossCase c, Func<Values, Numbers> read)
    {
        var h = c.Precision == Precision.Single ? SingleStep : DoubleStep;
        Numbers At(double t) => read(c.Ask(c.F + (t * c.V), c.Y, c.V));
        Numbers Quotient(double t) => 1 / (2 * t) * (At(t) - At(-t));
        var (wide, near) = (Quotient(h), Quotient(h / 2));
        var limit = 1.0 / 3 * ((4 * near) - wide);
        var size = At(0).Norm() + c.F.Norm() + c.Y.Norm() + 1;
        return (limit, (size / h) + (h * (wide - near).Norm() / c.Precision.Eps));
    }
}
