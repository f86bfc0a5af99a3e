using static ExactGN.Verification.Subjects.Operations;
using KitPrecision = ExactGN.Verification.Subjects.Precision;

namespace ExactGN.Tests;

/// <summary>Faults of what the kit judges: wrong subjects.</summary>
public static class KitFaults
{
    private const double Slight = 1e-6;

    public static IReadOnlyList<Fault> All { get; } =
    [
        // Answers that are none.
        Wrong("zeros in place of every answer",
            new((question, right) => question.Operation == Forward ? right.Answer(question)
            : WrongSubject.All(right.Answer(question), _ => 0)),
            "KIT-15", "KIT-16", "KIT-17", "KIT-31", "KIT-32", "KIT-41", "KIT-50", "KIT-60"),
        Wrong("the first answer for ever", Remembering(keepsFirst: true), "KIT-15", "KIT-16", "KIT-17", "KIT-31",
            "KIT-32", "KIT-41", "KIT-50", "KIT-60"),
        Wrong("the previous answer again", Remembering(keepsFirst: false), "KIT-12", "KIT-13", "KIT-14", "KIT-24",
            "KIT-51", "KIT-61"),
        Wrong("a subject that keeps a count", Counting(), "KIT-12", "KIT-13", "KIT-14", "KIT-24", "KIT-51", "KIT-61"),
        Wrong("a map without its parameters", WrongSubject.Asked(Forward, "theta", given =>
            given.Array("theta").Map(_ => 0.5)), "KIT-25"),
        Wrong("half precision in float32", new((question, right) => question.Arguments.Precision == KitPrecision.Single
            ? WrongSubject.All(right.Answer(question), value => Math.Round(value * 512) / 512)
            : right.Answer(question)), "KIT-18", "KIT-19", "KIT-20", "KIT-26"),

        // Products.
        Wrong("a constant added to every product",
            new((question, right) => question.Operation is ParameterJvp
                or ParameterVjp or InputVjp or Operations.LeastSquares
            ? WrongSubject.All(right.Answer(question), value => value + 0.01)
            : right.Answer(question)), "KIT-1", "KIT-2", "KIT-3", "KIT-4", "KIT-27", "KIT-52"),
        Wrong("samples weighted by their place", new((question, right) => question.Operation switch
        {
            ParameterJvp => ByPlace(right.Answer(question), "tangent"),
            ParameterVjp => right.Answer(question with { Arguments = ByPlace(question.Arguments, "cotangent") }),
            Kernel => ByPlace(right.Answer(question), "kernel", rowsOfASample: 2),
            _ => right.Answer(question),
        }), "KIT-5", "KIT-6", "KIT-7", "KIT-8", "KIT-10", "KIT-11", "KIT-22"),
        Wrong("samples that see their batch", new((question, right) => question.Operation is ParameterJvp
            or ParameterVjp
            ? WrongSubject.All(right.Answer(question), value =>
                value * (1 + (0.1 * question.Arguments.Array("x").Values.ToArray().Average())))
            : right.Answer(question)), "KIT-7", "KIT-8", "KIT-9"),
        Wrong("the first layer without a gradient",
            WrongSubject.Of([ParameterVjp], "gradient", (_, gradient) =>
            Entries(gradient, (value, i) => i < 12 ? 0 : value)), "KIT-21", "KIT-23"),
        Wrong("a product that is one thousandth too long",
            new((question, right) => question.Operation is InputJvp or InputVjp
            ? WrongSubject.All(right.Answer(question), value => 1.001 * value)
            : right.Answer(question)), "KIT-28", "KIT-29"),
        Wrong("a tangent that leaks into the next sample", WrongSubject.Of([InputJvp], "tangent", (_, tangent) =>
            Entries(tangent, (value, i) => i < tangent.ColumnCount ? value : value
                + (0.01 * tangent[(i / tangent.ColumnCount) - 1, i % tangent.ColumnCount]))), "KIT-30"),
        Wrong("the kernel divided by n", WrongSubject.Of([Kernel], "kernel", (question, kernel) =>
            1.0 / question.Arguments.Array("x").RowCount * kernel), "KIT-21", "KIT-35"),

        // Steps.
        Wrong("a part of the null space in the step",
            WrongSubject.Of([Step], "delta", (question, delta) => delta + NullPart(question.Arguments, delta)),
            "KIT-33", "KIT-34", "KIT-35", "KIT-37"),
        Wrong("a step that is a millionth too long",
            WrongSubject.Of([Step], "delta", (_, delta) => (1 + Slight) * delta), "KIT-34", "KIT-36", "KIT-37",
            "KIT-38"),
        Wrong("a step of least norm in other weights",
            new((question, right) => question.Operation == Step && question.Arguments.Has("error")
            ? WrongSubject.With(right.Answer(question), "delta", Weighted(question.Arguments))
            : right.Answer(question)), "KIT-39"),
        Wrong("an error divided by the batch", WrongSubject.Asked(Step, "error", given =>
            1.0 / given.Array("x").RowCount * given.Array("error")), "KIT-40"),
        Wrong("a step without an error", WrongSubject.Of([Step], "delta", (_, delta) =>
            delta.Map(value => value + Slight)), "KIT-42"),
        Wrong("damping squared, in a step", WrongSubject.Asked(Step, "damping", given =>
            given.Number("damping") * given.Number("damping")), "KIT-43", "KIT-44", "KIT-45"),
        Wrong("damping forgotten in a step", WrongSubject.Asked(Step, "damping", _ => 1e-9), "KIT-43", "KIT-44",
            "KIT-45"),
        Wrong("a damped step of a loss without its Hessian", WrongSubject.Asked(Step, "curvature", given =>
            given.Has("damping") ? "identity" : given.Text("curvature")), "KIT-48"),
        Wrong("damping inverted", WrongSubject.Asked(Step, "damping", given => 1 / given.Number("damping")), "KIT-46"),
        Wrong("a loss form that divides by n", WrongSubject.Of([Step], "delta", (question, delta) =>
            question.Arguments.Has("loss") ? 1.0 / question.Arguments.Array("x").RowCount * delta : delta), "KIT-47"),

        // Losses and similarities.
        Wrong("a Hessian product weighted by class",
            WrongSubject.Of([Operations.Loss], "hessian_product", (_, product) =>
            Entries(product, (value, i) => value * (1 + (0.01 * (i % product.ColumnCount))))), "KIT-62"),
        Wrong("the gradient in place of the Newton direction",
            new((question, right) => right.Answer(question) is var answer && question.Operation == Operations.Loss
            ? WrongSubject.With(answer, "newton_direction", answer.Array("gradient"))
            : answer), "KIT-63"),
        Wrong("damping squared, in a direction",
            WrongSubject.Asked(Operations.Loss, "damping", given => given.Number("damping") * given.Number("damping")),
            "KIT-64"),
        Wrong("alignment squared", Value(Alignment, (_, value) => value * value), "KIT-70"),
        Wrong("drift relative to the later kernel",
            Value(Drift, (given, value) => value * given.Array("earlier").Norm() / given.Array("kernel").Norm()),
            "KIT-71"),

        // Chains.
        Wrong("a block's jvp without its cross term", WrongSubject.Of([ChainBlockJvp], "tangent", (question, tangent) =>
            tangent.Slice(0, tangent.ColumnCount / 2).Beside(question.Arguments.Array("tangent").Slice(
                tangent.ColumnCount / 2, tangent.ColumnCount / 2))), "KIT-80"),
        Wrong("features without their ones", new((question, right) => right.Answer(question) is var answer
            && question.Operation == ChainFeatures
            ? WrongSubject.With(answer, "features",
                answer.Arrays("features").Select(array =>
                Entries(array, (value, i) => i % array.ColumnCount == array.ColumnCount - 1 ? 0 : value)).ToArray())
            : answer), "KIT-81"),
        Wrong("a reversible update that is a millionth too long",
            new((question, right) => question.Operation == ChainUpdate
            ? WrongSubject.All(right.Answer(question), value => (1 + Slight) * value)
            : right.Answer(question)), "KIT-82"),
    ];

    private static Fault Wrong(string name, WrongSubject subject, params string[] claims) =>
        new(name, subject, claims);

    private static WrongSubject Value(string operation, Func<Values, double, double> spoil) => new((question, right) =>
    {
        var answer = right.Answer(question);
        return question.Operation == operation ? WrongSubject.With(answer, "value",
            spoil(question.Arguments, answer.Number("value"))) : answer;
    });

    // Per operation, dtype and shape; the map itself answers rightly where the first answer is kept, as no κ could be
    // measured otherwise.
    private static WrongSubject Remembering(bool keepsFirst)
    {
        Dictionary<string, Values> kept = [];
        return new((question, right) =>
        {
            var now = right.Answer(question);
            if (keepsFirst && question.Operation == Forward)
            {
                return now;
            }

            var key = $"{question.Operation} {now.Precision} {string.Join(", ", now.Entries.Values.OfType<Numbers>())}";
            var chosen = kept.GetValueOrDefault(key) ?? now;
            if (!keepsFirst || !kept.ContainsKey(key))
            {
                kept[key] = now;
            }

            return chosen;
        });
    }

    private static WrongSubject Counting()
    {
        var count = 0;
        return new((question, right) =>
        {
            count++;
            return WrongSubject.All(right.Answer(question), value =>
                question.Arguments.Precision.Round(value * (1 + (Slight * count))));
        });
    }

    private static Values ByPlace(Values values, string name, int rowsOfASample = 1)
    {
        var numbers = values.Array(name);
        double Weight(int place) => 1 + (0.01 * (place / rowsOfASample));
        return WrongSubject.With(values, name, Entries(numbers, (value, i) =>
            value * Weight(i / numbers.ColumnCount) * (rowsOfASample == 1 ? 1 : Weight(i % numbers.ColumnCount))));
    }

    private static Numbers Entries(Numbers numbers, Func<double, int, double> change) =>
        Numbers.Vector([.. numbers.Values.ToArray().Select(change)]).Like(numbers);

    // A thousandth of the step's length, orthogonal to the rows of J.
    private static Numbers NullPart(Values given, Numbers delta)
    {
        var jacobian = PlainMap.Jacobian(given.Array("theta"), given.Array("x"));
        var outside = jacobian.Decomposed().OutsideRowSpace(delta.Map(_ => 1),
            Math.Min(jacobian.RowCount, jacobian.ColumnCount));
        return outside.Norm() > 1e-9 ? 1e-3 * delta.Norm() / outside.Norm() * outside : outside;
    }

    // W⁻¹(JW⁻¹)⁺ε: of all Δ that realise ε the shortest in the norm ‖WΔ‖.
    private static Numbers Weighted(Values given)
    {
        var jacobian = PlainMap.Jacobian(given.Array("theta"), given.Array("x"));
        double Weight(int j) => 1 + (0.1 * (j % 3));
        var scaled = Entries(jacobian, (value, i) => value / Weight(i % jacobian.ColumnCount));
        return Entries(scaled.Decomposed().PseudoInverse(0).Times(given.Array("error").Flat()), (value, j) =>
            value / Weight(j));
    }
}
