namespace ExactGN.Tests;

/// <summary>theory/exact-update.md: more samples than features, where a strategy that assumes full rank has it
/// and the step is a projection all the same.</summary>
public sealed class TallFeatureProperties
{
    [Claim("GN-18")]
    public Property With_more_samples_than_features_every_strategy_projects(UpdateRule rule, TallNetwork recipe)
    {
        using var built = recipe.Network.Open();
        var condition = built.Features().Max(features => Dense.SingularValues(features) is var sigma && sigma.Min() > 0
            ? sigma.Max() / sigma.Min()
            : double.PositiveInfinity);
        if (!(condition < 1e4))
        {
            return Verdict.Discard();
        }

        var (state, error) = (built.Model.Forward(built.X), built.Gaussian(built.X.size(1), stream: 1));
        var (block, s) = (built.Model.Blocks[0], Halves.Split(error));
        var (f, g) = (block.F.At(Halves.Split(built.X).Second), block.G.At(Halves.Split(state).First));

        using var update = rule.Update(built.Model, state, error);

        // δ¹ = P_F s¹, δ² = G′[δ¹] + P_G(s² − G′[δ¹]).
        var first = Project(f.Features(), s.First);
        var carried = g.Jvp(first);
        var expected = new Halves(first, carried + Project(g.Features(), s.Second - carried)).Join();
        var derivative = 1 + Ratio.Norm(block.G.Projection!) * Ratio.Norm(block.G.Weight);
        return Verdict.Below(recipe, Ratio.Of(
            built.Model.ParameterJvp(built.X, update) - expected,
            condition * derivative * Ratio.Norm(error),
            built.X.size(0),
            error.dtype));
    }

    private static Tensor Project(Tensor features, Tensor s) =>
        features.mm(Dense.PseudoInverse(features).mm(s.cpu()).to(s.device));
}
