namespace ExactGN.Tests;

/// <summary>theory/lazy-regime.md: what random probes tell about Θ, with the spread that theory predicts.</summary>
public sealed class KernelSketchProperties
{
    private const int Repeats = 32;

    [Claim("NTK-8")]
    public Property A_vjp_and_a_jvp_apply_the_kernel_to_a_probe(
        KernelSketch sketch, NetworkRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build(precision.Dtype());
        if (!built.Model.IsClearOfKinks(built.X))
        {
            return Verdict.Discard();
        }

        var jacobian = DenseJacobian.InParameters(built.Model, built.X, wholeState: recipe.Classes is null).to(float64);
        var probes = SketchedNeuralTangentKernel.Probes(built.Model, 3, recipe.Samples, recipe.Seed);

        var products = sketch.Products(built.Model, built.X, probes);

        var v = probes.to(float64).reshape(3, -1);
        var error = products.to(float64) - v.mm(jacobian).mm(jacobian.mT);
        return Verdict.Below((recipe, precision), Ratio.Of(
            error, jacobian.square().sum().item<double>() * Ratio.Norm(v), built.Model.PathLength(), products.dtype));
    }

    [Claim("NTK-9")]
    public Property Inner_products_of_probed_kernels_are_unbiased_with_the_predicted_spread(
        KernelSketch sketch, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        using var pair = new KernelPair(recipe);
        const int Probes = 256;

        var errors = pair.Estimates(sketch.InnerProduct, Probes, Repeats)
            .Select(estimate => estimate - pair.Inner(pair.Now, pair.Initial));

        return Verdict.Below(
            recipe,
            Spread(errors, Math.Sqrt(2.0 / Probes) * Ratio.Norm(pair.Symmetric(pair.Now, pair.Initial))),
            threshold: 2);
    }

    [Claim("NTK-10")]
    public Property The_sketched_alignment_has_the_predicted_spread_at_a_thousand_probes(
        KernelSketch sketch, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        using var pair = new KernelPair(recipe);
        const int Probes = 1000;
        var exact = KernelDrift.Alignment(pair.Now, pair.Initial);
        if (!(1 - exact >= 1e-6))
        {
            return Verdict.Discard();
        }

        var (first, second) = pair.AlignmentSpread(exact, Probes);
        if (!(second < first / 20))
        {
            return Verdict.Discard();
        }

        var errors = pair.Estimates(sketch.Alignment, Probes, Repeats).Select(estimate => estimate - exact);

        return Verdict.Below(recipe, Spread(errors, first), threshold: 2);
    }

    [Claim("NTK-11")]
    public Property The_reference_estimate_is_the_alignment_along_the_mean_probe(
        KernelSketch sketch, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        using var pair = new KernelPair(recipe);
        var v = pair.Draw(64, stream: 0);
        var mean = v.mean([0]);
        var (a, b) = (pair.Now.mv(mean), pair.Initial.mv(mean));
        if (Ratio.Norm(a) == 0 || Ratio.Norm(b) == 0)
        {
            return Verdict.Discard();
        }

        // Cancellation in Θv̄ is amplified by ‖Θ‖‖v̄‖/‖Θv̄‖.
        var amplification = Ratio.Norm(v)
            / Math.Sqrt(64)
            * (Ratio.Norm(pair.Now) / Ratio.Norm(a) + Ratio.Norm(pair.Initial) / Ratio.Norm(b));

        var estimate = sketch.ReferenceAlignment(v.mm(pair.Now), v.mm(pair.Initial));

        var error = estimate - a.dot(b).item<double>() / (Ratio.Norm(a) * Ratio.Norm(b));
        return Verdict.Below(recipe, Math.Abs(error) / (amplification * pair.Size * Ratio.Eps(float64)));
    }

    [Claim("NTK-11", Share = 0.2)]
    public Property The_reference_estimate_has_the_law_of_a_single_probe_however_many_it_averages(
        KernelSketch sketch, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        using var pair = new KernelPair(recipe);
        const int Count = 200;
        if (Ratio.Norm(pair.Now) == 0 || Ratio.Norm(pair.Initial) == 0)
        {
            return Verdict.Discard();
        }

        var many = pair.Estimates(sketch.ReferenceAlignment, probes: 64, Count);
        var probes = pair.Draw(Count, stream: Count);
        var single =
            nn.functional.cosine_similarity(probes.mm(pair.Now), probes.mm(pair.Initial), 1).data<double>().ToArray();

        // Where the cosine is the same for every probe, as for kernels of rank one, rounding must not tell the two
        // apart.
        var distance = Distance([.. many.Select(Rounded)], [.. single.Select(Rounded)]);
        return Verdict.Below(recipe, distance / Math.Sqrt(Math.Log(2e10) / Count), threshold: 1);

        static double Rounded(double estimate) => Math.Round(estimate, 9);
    }

    /// <summary>The largest distance between two empirical distribution functions.</summary>
    private static double Distance(double[] one, double[] other) =>
        one.Concat(other).Distinct().Max(at => Math.Abs(
            (double)one.Count(value => value <= at) / one.Length
            - (double)other.Count(value => value <= at) / other.Length));

    /// <summary>The root mean square of the errors over the standard deviation predicted; 0 where there are none,
    /// as for a kernel that is zero.</summary>
    private static double Spread(IEnumerable<double> errors, double predicted) =>
        Math.Sqrt(errors.Average(error => error * error)) is var spread and > 0 ? spread / predicted : 0;
}
