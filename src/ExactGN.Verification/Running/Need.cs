namespace ExactGN.Verification.Running;

/// <summary>What a subject must promise, beside offering operations, for a law to apply.</summary>
/// <param name="Name">In words, after "needs".</param>
/// <param name="Met">Whether a description meets it.</param>
internal sealed record Need(string Name, Func<Description, bool> Met)
{
    internal static Need Batches { get; } =
        new("batches of one, and of two samples or more", d => d.Map is { FewestSamples: 1, MostSamples: >= 2 });

    internal static Need Independent { get; } =
        new("samples that do not see each other", d => d.Map is { BatchStatistics: false });

    internal static Need Deterministic { get; } = new("the same bits for the same request", d => d.Deterministic);

    internal static Need BothPrecisions { get; } = new("float32 and float64", d => d.Precisions.Count == 2);

    internal static Need Double { get; } = new("float64", d => d.Precisions.Contains(Precision.Double));

    internal static Need Base64 { get; } = new("arrays as base64", d => !d.WantsLists);

    internal static Need Undamped { get; } = Promise("the promise realises or least-norm", "realises", "least-norm");

    internal static Need LeastNorm { get; } = Promise("the promise least-norm", "least-norm");

    internal static Need Damped { get; } = Promise("the promise damped", "damped");

    internal static Need ErrorTarget { get; } = new("the form error, or squared-error in the form loss",
        d => d.GaussNewton is { } step && (step.Forms.Contains("error") || step.Losses.Contains("squared-error")));

    internal static Need LossTarget { get; } =
        new("the form loss", d => d.GaussNewton is { } step && step.Forms.Contains("loss"));

    internal static Need ErrorForm { get; } =
        new("the form error", d => d.GaussNewton is { } step && step.Forms.Contains("error"));

    internal static Need Solves { get; } = Solution("least-norm");

    internal static Need Cuts { get; } = Solution("cut");

    internal static Need DampsSolutions { get; } = Solution("damped");

    internal static Need Deficient { get; } = new("matrices without full rank", d => d.LeastSquares.TakesDeficient);

    internal static Need Classes { get; } = new("two classes or more", d => d.Loss.MostClasses >= 2);

    internal static Need Rows { get; } = new("two rows or more", d => d.LeastSquares.MostRows >= 2);

    internal static Need Columns { get; } = new("two columns or more", d => d.LeastSquares.MostColumns >= 2);

    /// <summary>The kit's networks have it in all blocks but the first.</summary>
    internal static Need Relu { get; } = new("the activation relu", d => d.Chain.Activations.Contains("relu"));

    internal static Need Named(string loss) => new($"the loss {loss}", d => d.Loss.Names.Contains(loss));

    internal static Need Part(params string[] parts) =>
        new(string.Join(" and ", parts), d => parts.All(d.Loss.Parts.Contains));

    internal static Need Scaled(string scaling) =>
        new($"the scaling {scaling}", d => d.Chain.Scalings.Contains(scaling));

    private static Need Promise(string name, params string[] promises) =>
        new(name, d => d.GaussNewton is { } step && step.Promises.Any(promises.Contains));

    private static Need Solution(string promise) =>
        new($"the promise {promise}", d => d.LeastSquares.Promises.Contains(promise));
}
