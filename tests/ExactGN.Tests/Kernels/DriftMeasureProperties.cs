namespace ExactGN.Tests;

/// <summary>theory/lazy-regime.md: what the drift measures mean.</summary>
public sealed class DriftMeasureProperties
{
    [Claim("LAZY-1")]
    public Property Drift_alignment_and_norm_ratio_obey_the_law_of_cosines(
        DriftMeasures measures, KernelMatrices recipe, Precision precision, ExtremeScale extreme)
    {
        using var scope = NewDisposeScope();
        var (now, initial) = recipe.Build(precision, extreme);
        var factor = extreme.Of(precision);
        var ratio = Dense.ToMathNet(now / factor).FrobeniusNorm() / Dense.ToMathNet(initial / factor).FrobeniusNorm();

        var (drift, alignment) = (measures.Relative(now, initial), measures.Alignment(now, initial));

        var error = drift * drift - (1 + ratio * ratio - 2 * ratio * alignment);
        return Verdict.Below(
            (recipe, precision, extreme),
            Math.Abs(error) / ((1 + ratio) * (1 + ratio) * recipe.Size * Ratio.Eps(precision.Dtype())));
    }

    [Claim("LAZY-2")]
    public Property Alignment_of_kernels_lies_between_zero_and_one_and_is_one_for_multiples(
        DriftMeasures measures, KernelMatrices recipe, Precision precision, ExtremeScale extreme)
    {
        using var scope = NewDisposeScope();
        var (a, b) = recipe.Build(precision, extreme);

        var (alignment, own) = (measures.Alignment(a, b), measures.Alignment(recipe.Scale * a, a));

        double[] outside = [-alignment, alignment - 1, recipe.Overlap ? 0 : Math.Abs(alignment), Math.Abs(own - 1)];
        return Verdict.Below(
            (recipe, precision, extreme), outside.Max() / (recipe.Size * Ratio.Eps(precision.Dtype())));
    }

    [Claim("LAZY-3")]
    public Property Effective_rank_is_the_participation_ratio_of_the_spectrum(
        DriftMeasures measures, KernelMatrices recipe, Precision precision, ExtremeScale extreme)
    {
        using var scope = NewDisposeScope();
        var (a, _) = recipe.Build(precision, extreme);
        var lambda = Dense.SingularValues(a / extreme.Of(precision));

        var rank = measures.EffectiveRank(a);

        var expected = lambda.Sum() * lambda.Sum() / lambda.Sum(value => value * value);
        double[] errors = [Math.Abs(rank - expected), 1 - rank, rank - recipe.Rank, Math.Abs(
            measures.EffectiveRank(recipe.Scale * a) - rank)];
        return Verdict.Below(
            (recipe, precision, extreme), errors.Max() / (recipe.Rank * recipe.Size * Ratio.Eps(precision.Dtype())));
    }
}
